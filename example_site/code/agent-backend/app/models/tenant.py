"""Tenants and their users."""

from dataclasses import dataclass


@dataclass
class Tenant:
    id: str
    name: str


@dataclass
class User:
    id: str
    tenant_id: str
    email: str
