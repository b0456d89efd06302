"""Who is seen to write what: SQL in strings of any language, models of an ORM in Python, and what TR310 says of it."""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import LINEAR, growth
from support import check, table

from mkdocs_traceability.evidence.source_code.statements import table_writes

pytestmark = pytest.mark.slow

SIDECAR = """
components:
  - {id: billing, paths: [billing]}
  - {id: accounts, paths: [accounts]}
resources:
  - {id: organizations, storage: table, writers: [accounts]}
flows:
  - {id: F-1, components: [billing, accounts]}
"""


def seen(folder: Path, code: dict[str, str], sidecar: str = SIDECAR) -> list[str]:
    files = {path: dedent(text) for path, text in code.items()}
    findings = check(folder, {"docs/a.trace.yml": sidecar, **files})
    return [f"{each.position} {each.message}" for each in findings if each.code == "TR310"]


def test_sql_in_a_string_is_seen_where_it_stands(tmp_path: Path) -> None:
    code = {
        "billing/plans.py": """
            def rename(db):
                db.execute("UPDATE organizations SET plan = %s")
                db.execute(f"INSERT INTO public.organizations (id) VALUES ({1})")
            """
    }
    assert seen(tmp_path, code) == [
        "billing/plans.py:3:16 component billing writes organizations in its code, "
        "but is not among the `writers` of resource organizations"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("billing/a.go", "package a\nfunc f() { db.Exec(`UPDATE organizations SET x = 1`) }\n", "2:21"),
        ("billing/a.ts", "const q = `\n  DELETE FROM organizations`\n", "2:3"),
        ("billing/A.java", 'class A { String q = "insert into organizations values (1)"; }\n', "1:23"),
        ("billing/a.rb", "db.exec('TRUNCATE organizations')\n", "1:10"),
        ("billing/a.php", '<?php $db->query("MERGE INTO organizations o USING x");\n', "1:19"),
        ("billing/a.rs", 'fn f() { q("COPY organizations FROM STDIN"); }\n', "1:13"),
        ("billing/A.kt", 'val q = "REPLACE INTO organizations VALUES (1)"\n', "1:10"),
        ("billing/A.cs", 'class A { string q = "DELETE FROM organizations"; }\n', "1:23"),
        ("billing/a.c", 'char *q = "DELETE FROM organizations";\n', "1:12"),
    ],
)
def test_sql_is_seen_in_every_language(tmp_path: Path, path: str, text: str, place: str) -> None:
    assert [each.split()[0] for each in seen(tmp_path, {path: text})] == [f"{path}:{place}"]


@pytest.mark.parametrize(
    "statement",
    [
        "session.add(Organization(id=1))",
        "session.add_all([Organization(id=1)])",
        "org = session.get(Organization, 1); session.delete(org)",
        "session.execute(update(Organization).values(x=1))",
        "session.execute(sa.insert(Organization))",
        "session.query(Organization).filter(x).delete()",
        "Organization.objects.create(id=1)",
        "Organization.objects.filter(id=1).update(x=1)",
        "org = Organization.objects.get(id=1); org.save()",
    ],
)
@pytest.mark.parametrize(
    "model",
    [
        "class Organization(Base):\n    __tablename__ = 'organizations'\n",
        "class Organization(SQLModel, table=True):\n    __tablename__ = 'organizations'\n",
        "class Organization(models.Model):\n    class Meta:\n        db_table = 'organizations'\n",
        "Organization = Table('organizations', metadata)\n",
    ],
)
def test_writing_through_a_model_is_seen(tmp_path: Path, model: str, statement: str) -> None:
    code = {"models.py": model, "accounts/models.py": model, "billing/a.py": f"def f():\n    {statement}\n"}
    assert len(seen(tmp_path, code)) == 1


DJANGO = {
    "accounts/__init__.py": "",
    "accounts/models/__init__.py": "from .stock import Stock, Line\n",
    "accounts/models/stock.py": """
        from django.contrib.auth.models import AbstractUser
        from django.db import models

        class Base(models.Model):
            class Meta:
                abstract = True

        class Stock(Base):
            tracked = StockManager()

        class Line(Base):
            stock = models.ForeignKey(Stock, related_name="lines", on_delete=models.CASCADE)
            part = models.ForeignKey("Part", on_delete=models.CASCADE)
            tags = models.ManyToManyField("Part", related_name="tagged")

        class Part(models.Model): ...
        class Person(AbstractUser): ...
        class Pick(Stock):
            class Meta:
                proxy = True
        """,
}
TABLES = """
components:
  - {id: billing, paths: [billing]}
  - {id: accounts, paths: [accounts]}
resources:
  - {id: accounts_stock, storage: table, writers: [accounts]}
  - {id: accounts_line, storage: table, writers: [accounts]}
  - {id: accounts_part, storage: table, writers: [accounts]}
  - {id: accounts_person, storage: table, writers: [accounts]}
flows:
  - {id: F-1, components: [billing, accounts]}
"""


@table(
    "code, written",
    ("through the module", "from accounts import models\ndef f(x):\n    models.Stock.objects.bulk_create(x)", "stock"),
    ("through a relative module", "from ..accounts import models\ndef f(x):\n    models.Stock.objects.bulk_create(x)", "stock"),
    ("through a whole path", "import accounts.models\ndef f(x):\n    accounts.models.Stock.objects.create()", "stock"),
    ("through an alias of the module", "import accounts.models as m\nm.Stock.objects.update(x=1)", "stock"),
    ("through an alias", "from accounts.models import Stock as S\nS.objects.all().delete()", "stock"),
    ("through an alias of a value", "from accounts.models import Stock\nM = Stock\ndef f():\n    M.objects.create()", "stock"),
    ("straight from its file", "from accounts.models.stock import Part\nPart.objects.get_or_create(x=1)", "part"),
    ("all names", "from accounts.models import *\nStock.objects.create()", "stock"),
    ("by its names", "from django.apps import apps\nM = apps.get_model('accounts', 'Stock')\nM.objects.create()", "stock"),
    ("by one name", "from django.apps import apps\napps.get_model('accounts.Stock').objects.create()", "stock"),
    ("the model of users", "from django.contrib.auth import get_user_model\nUser = get_user_model()\ndef f():\n    User.objects.create_user('x')\n    User.objects.create()", "person"),
    ("a manager of its own", "from accounts.models import Stock\nStock.tracked.create()", "stock"),
    ("a proxy", "from accounts.models.stock import Pick\nPick.objects.create()", "stock"),
    ("a way back", "from accounts.models import Stock\ndef f(s: Stock):\n    s.lines.create()", "line"),
    ("a way back that has no name", "from accounts.models.stock import Part\ndef f(p: 'Part'):\n    p.line_set.all().delete()", "line"),
    ("a way back of a new object", "from accounts.models import Stock\nStock.objects.get(id=1).lines.add(x)", "line"),
    ("a field", "from accounts.models import Line\ndef f(line: Line | None):\n    line.stock.save()", "stock"),
    ("a field over two", "from accounts.models import Line\nfor line in Line.objects.all():\n    line.stock.lines.clear()", "line"),
    ("an object in a loop", "from accounts.models import Stock\nfor s in Stock.objects.filter(x=1):\n    s.save()", "stock"),
    ("an object of two", "from accounts.models import Stock\ns, made = Stock.objects.get_or_create()\ns.save()", "stock"),
    ("many", "from accounts.models import Stock\nq = Stock.objects.filter(x=1)\nq.update(x=2)", "stock"),
    ("an object that is found or not", "from accounts import models\ns = get_object_or_404(models.Stock, id=1)\ns.delete()", "stock"),
    ("many in a loop", "from accounts.models import Stock\nq = Stock.objects.filter(x=1)\nfor s in q:\n    s.save()", "stock"),
    ("related ones in a loop", "from accounts.models import Stock\ndef f(s: Stock):\n    for line in s.lines.filter(x=1):\n        line.save()", "line"),
    ("links alone", "from accounts.models import Line\ndef f(line: Line):\n    line.tags.add(x)", ""),
    ("a new one that is linked", "from accounts.models import Line\ndef f(line: Line):\n    line.tags.create(x=1)", "part"),
    ("no manager", "from accounts.models import Stock\nStock.cache.create()", ""),
    ("another class of that name", "class Stock: ...\nStock.objects.create()", ""),
    ("another class of another file", "from .forms import Stock\nStock.objects.create()", ""),
    ("what is only read", "from accounts.models import Stock\nStock.objects.filter(x=1).first()", ""),
    ("a method of an object", "from accounts.models import Stock\ndef f(s: Stock):\n    s.lines.all()\n    s.refresh()", ""),
)  # fmt: skip
def test_a_model_is_found_however_it_is_named(tmp_path: Path, code: str, written: str) -> None:
    files = {
        **DJANGO,
        "billing/__init__.py": "",
        "billing/forms.py": "class Stock: ...\n",
        "billing/a.py": code,
    }
    tables = {
        each.split(" writes ")[1].partition(" in its code,")[0] for each in seen(tmp_path, files, TABLES)
    }
    assert tables == ({f"accounts_{written}"} if written else set())


@table(
    "code",
    ("a session's own", "from db import models\nsession.add(models.Organization(id=1))"),
    ("of a mapping", "import db.models as m\nsession.bulk_insert_mappings(m.Organization, rows)"),
    ("a statement", "import db.models\nsession.execute(sa.update(db.models.Organization).values(x=1))"),
    ("its table", "from db.models import Organization\nconn.execute(Organization.__table__.insert())"),
    ("what was selected", "from db.models import Organization as O\no = session.scalars(select(O)).one()\nsession.delete(o)"),
    ("Flask's query", "from db.models import Organization\nOrganization.query.filter_by(id=1).delete()"),
    ("made before", "from db import models\ndef f(s):\n    o = models.Organization()\n    s.add_all([o])"),
    ("a class below it", "from db.models import Company\nsession.add(Company())"),
    ("itself", "from db.models import Organization\nclass Mine(Organization):\n    def f(self, s):\n        s.add(self)"),
)  # fmt: skip
def test_a_mapped_class_is_found_however_it_is_named(tmp_path: Path, code: str) -> None:
    models = (
        "class Organization(Base):\n    __tablename__ = 'organizations'\nclass Company(Organization): ...\n"
    )
    sidecar = SIDECAR.replace("paths: [accounts]", "paths: [accounts, db]")
    files = {"db/__init__.py": "", "db/models.py": models, "billing/a.py": code}
    assert len(seen(tmp_path, files, sidecar)) == 1


def test_of_two_models_of_one_name_the_imported_one_is_meant(tmp_path: Path) -> None:
    sidecar = SIDECAR.replace("accounts, paths: [accounts]", "accounts, paths: [accounts, other]")
    files = {
        "accounts/models.py": "from django.db import models\nclass Plan(models.Model): ...\n",
        "other/models.py": "from django.db import models\nclass Plan(models.Model): ...\n",
        "billing/a.py": "from accounts.models import Plan\nPlan.objects.create()\n",
        "billing/b.py": "from other.models import Plan\nPlan.objects.create()\n",
        "billing/c.py": "Plan.objects.create()\n",
    }
    sidecar = sidecar.replace("{id: organizations,", "{id: accounts_plan,")
    assert [each.split()[0] for each in seen(tmp_path, files, sidecar)] == ["billing/a.py:2:1"]


def test_django_and_sqlmodel_name_tables_by_themselves(tmp_path: Path) -> None:
    sidecar = SIDECAR.replace(
        "{id: organizations,", "{id: accounts_plan, writers: [accounts]}\n  - {id: plan,"
    )
    code = {
        "accounts/models.py": "class Plan(models.Model): ...\nclass Plan2(models.Model): ...\n",
        "billing/a.py": "def f():\n    Plan.objects.create()\n",
    }
    assert [each.split()[4] for each in seen(tmp_path, code, sidecar)] == ["accounts_plan"]
    code["accounts/models.py"] = "class Plan(SQLModel, table=True): ...\n"
    assert [each.split()[4] for each in seen(tmp_path, code, sidecar)] == ["plan"]


@pytest.mark.parametrize(
    "code",
    [
        '"""UPDATE organizations SET x is what others do."""\n',
        'x = "please update organizations, and set it right"\n',
        'x = "SELECT x FROM organizations FOR UPDATE"\n',
        "# UPDATE organizations SET x = 1\n",
        "def f(d, e):\n    d.update(e)\n    Organization.objects.filter(id=1)\n",
        "this is no Python (\n",
    ],
)
def test_what_writes_nothing_is_not_seen(tmp_path: Path, code: str) -> None:
    assert (
        seen(
            tmp_path,
            {"billing/a.py": code, "accounts/m.py": "class Organization:\n  __tablename__ = 'organizations'"},
        )
        == []
    )


def test_who_is_on_the_list_may_and_so_may_who_writes_a_part(tmp_path: Path) -> None:
    code = {
        "billing/a.py": "q = 'UPDATE organizations SET plan = 1'\n",
        "accounts/a.py": "q = 'DELETE FROM organizations'\n",
    }
    part = "\n  - {id: organizations.plan, part_of: organizations, writers: [billing]}\nflows:"
    assert seen(tmp_path, code, SIDECAR.replace("\nflows:", part)) == []
    assert seen(tmp_path, code, SIDECAR.replace(", writers: [accounts]", "")) == []


def test_who_is_forbidden_to_is_told_so_and_what_is_declared_is_said_once(tmp_path: Path) -> None:
    code = {"billing/a.py": "q = 'UPDATE organizations SET plan = 1'\n"}
    forbidden = SIDECAR.replace("writers: [accounts]", "forbidden: [billing]")
    assert seen(tmp_path, code, forbidden) == [
        "billing/a.py:1:5 component billing writes organizations in its code, "
        "but resource organizations forbids it"
    ]
    declared = SIDECAR.replace("paths: [billing]", "paths: [billing], writes: [organizations]")
    findings = check(tmp_path, {"docs/a.trace.yml": declared, **code})
    assert [each.code for each in findings if each.code in ("TR303", "TR310")] == ["TR303"]


def test_where_one_component_is_allowed_and_forbidden_forbidden_goes_first(tmp_path: Path) -> None:
    code = {"billing/a.py": "q = 'UPDATE organizations SET plan = 1'\n"}
    both = SIDECAR.replace("writers: [accounts]", "writers: [billing], forbidden: [billing]")
    assert seen(tmp_path, code, both) == [
        "billing/a.py:1:5 component billing writes organizations in its code, "
        "but resource organizations forbids it"
    ]


def test_of_two_systems_with_a_table_of_one_name_the_writer_s_is_meant(tmp_path: Path) -> None:
    sidecar = """
    components: [{id: billing, system: one, paths: [billing]}, {id: accounts, system: two, paths: [accounts]}]
    resources:
      - {id: organizations, system: one, writers: [billing]}
      - {id: orgs2, aliases: [organizations2], system: two, evidence: {tables: [organizations]}, writers: [other]}
      - {id: more, system: two}
    flows: [{id: F-1, components: [billing, accounts, other]}]
    """
    config = "site_name: x\nplugins: [{traceability: {code_roots: {one: [one], two: [two]}}}]\n"
    code = "q = 'UPDATE organizations SET plan = 1'\n"
    files = {
        "mkdocs.yml": config,
        "one/billing/a.py": code,
        "two/accounts/a.py": code,
        "docs/b.trace.yml": "components: [{id: other}]",
    }
    found = check(tmp_path, {"docs/a.trace.yml": dedent(sidecar), **files})
    assert [each.message for each in found if each.code == "TR310"] == [
        "component accounts writes orgs2 in its code, but is not among the `writers` of resource orgs2"
    ]


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    for sql in (text, f"UPDATE {text} SET", f"insert into {text}"):
        for write in table_writes(sql):
            assert write.table
            assert sql[write.offset :]


def test_a_long_text_takes_no_longer_than_it_is_long() -> None:
    def read(length: int) -> None:
        assert list(table_writes("UPDATE " + "a " * length)) == []
        assert list(table_writes("WITH " + "update x " * (length // 4))) == []
        assert list(table_writes("UPDATE b SET " + "a " * length))

    assert growth(read, 15_000) < LINEAR
