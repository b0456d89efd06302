"""Tenants and their users."""

from dataclasses import dataclass


@dataclass
class Tenant:
    """Who pays."""

    id: str
    name: str


@dataclass
class User:
    """Who signs in."""

    id: str
    tenant_id: str
    email: str
