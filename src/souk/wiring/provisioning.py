"""Roles, database and schema on a PostgreSQL server (first form, being replaced by its owner)."""

import base64
import hashlib
import hmac
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from souk.kernel.db.urls import DatabaseUrls


def _password(secret: bytes, role: str) -> str:
    digest = hmac.new(secret, role.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _url(admin: str, *, database: str, user: str | None = None, password: str | None = None) -> str:
    parts = urlsplit(admin)
    netloc = parts.netloc
    if user is not None:
        netloc = f"{quote(user)}:{quote(password or '')}@{netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, netloc, f"/{database}", parts.query, ""))


def provision(admin_url: str, *, database: str, prefix: str, secret: bytes) -> DatabaseUrls:
    names = {kind: f"{prefix}_{kind}" for kind in ("owner", "app", "system", "backup")}
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(7355)")
        for kind, name in names.items():
            if not admin.execute("select 1 from pg_roles where rolname = %s", (name,)).fetchone():
                admin.execute(sql.SQL("create role {} login noinherit").format(sql.Identifier(name)))
            bypass = "bypassrls" if kind == "backup" else "nobypassrls"
            admin.execute(
                sql.SQL("alter role {} with login {} password {}").format(
                    sql.Identifier(name), sql.SQL(bypass), sql.Literal(_password(secret, name))
                )
            )
            admin.execute(
                sql.SQL("alter role {} set search_path = souk, public").format(sql.Identifier(name))
            )
            admin.execute(sql.SQL("alter role {} set timezone = 'UTC'").format(sql.Identifier(name)))
        admin.execute(
            sql.SQL("grant {} to {}").format(sql.Identifier(names["app"]), sql.Identifier(names["system"]))
        )
        if not admin.execute("select 1 from pg_database where datname = %s", (database,)).fetchone():
            admin.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(database), sql.Identifier(names["owner"])
                )
            )
    with psycopg.connect(_url(admin_url, database=database), autocommit=True) as admin:
        admin.execute("create extension if not exists btree_gist")
        admin.execute(
            sql.SQL("create schema if not exists souk authorization {}").format(sql.Identifier(names["owner"]))
        )
        for kind in ("app", "system", "backup"):
            admin.execute(sql.SQL("grant usage on schema souk to {}").format(sql.Identifier(names[kind])))
            admin.execute(
                sql.SQL("grant temporary on database {} to {}").format(
                    sql.Identifier(database), sql.Identifier(names[kind])
                )
            )
    urls = {
        kind: _url(admin_url, database=database, user=name, password=_password(secret, name))
        for kind, name in names.items()
    }
    return DatabaseUrls(admin=_url(admin_url, database=database), **urls)
