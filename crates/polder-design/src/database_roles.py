"""Creates the roles of the shop, sets their passwords and privileges, then runs the command that follows."""
import os
import subprocess
import sys

import psycopg
from psycopg.sql import SQL, Identifier, Literal

OWNED = """SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relowner = current_user::regrole AND relkind = ANY(%s)"""
# Kinds of relations, what they are called in GRANT, and what the application and the read-only role may do with them.
KINDS = (
    (list("rpvm"), "TABLES", "SELECT, INSERT, UPDATE, DELETE", "SELECT"),
    (["S"], "SEQUENCES", "SELECT, USAGE", None),
)


def create(cursor, role, password):
    found = cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if found is None:
        cursor.execute(SQL("CREATE ROLE {}").format(Identifier(role)))
    # A SCRAM verifier: neither the server nor its log sees the password.
    verifier = cursor.connection.pgconn.encrypt_password(password.encode(), role.encode()).decode()
    cursor.execute(SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(Identifier(role), Literal(verifier)))


def grant(cursor, role, kinds, word, privileges):
    # Not ALL IN SCHEMA: what another role owns cannot be granted, and would make the statement fail.
    names = [Identifier("public", name) for (name,) in cursor.execute(OWNED, (kinds,)).fetchall()]
    what, to = SQL("GRANT " + privileges + " ON "), SQL(" TO {}").format(Identifier(role))
    if names:
        cursor.execute(what + SQL(word[:-1] + " ") + SQL(", ").join(names) + to)
    cursor.execute(SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public ") + what + SQL(word) + to)


def protect():
    # Whoever could write the list of migrations could have one left out, or repeated.
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        if cursor.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0]:
            change = SQL("REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {}")
            cursor.execute(change.format(Identifier(application)))


application, read_only = os.environ["DATABASE_APPLICATION_ROLE"], os.environ["DATABASE_READ_ONLY_ROLE"]
with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
    # The algorithm of verifiers, whatever the default of the server is.
    cursor.execute("SET LOCAL password_encryption = 'scram-sha-256'")
    # Of two jobs, the second one waits. Whoever holds the lock for longer is no job.
    cursor.execute("SET LOCAL lock_timeout = '60s'")
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('roles'))")
    create(cursor, application, os.environ.pop("DATABASE_APPLICATION_PASSWORD"))
    create(cursor, read_only, os.environ.pop("DATABASE_READ_ONLY_PASSWORD"))
    # Databases that were created before PostgreSQL 15 let every role create tables.
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for role in (application, read_only):
        cursor.execute(SQL("GRANT USAGE ON SCHEMA public TO {}").format(Identifier(role)))
    cursor.execute(SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(Identifier(read_only)))
    for kinds, word, of_application, of_read_only in KINDS:
        grant(cursor, application, kinds, word, of_application)
        if of_read_only:
            grant(cursor, read_only, kinds, word, of_read_only)
protect()
status = subprocess.run(sys.argv[1:]).returncode
protect()
sys.exit(status)
