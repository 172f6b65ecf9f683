/* SPDX-License-Identifier: MIT
 * Transactions: the first statement begins one, commit keeps it, everything else undoes it. A savepoint undoes a part.
 * alk_transact() runs a function in a transaction and tries again where the database says that this may help. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

static int run(alk_conn *c, const char *sql)
{
    return alk_close(alk_execute(c, alk_raw(sql)));
}

static int show(alk_conn *c, const char *when)
{
    int64_t a = 0, b = 0;
    int status = alk_scalar_int(alk_execute(c, alk_raw("SELECT cents FROM account WHERE id = 1")), &a);
    status = status ? status : alk_scalar_int(alk_execute(c, alk_raw("SELECT cents FROM account WHERE id = 2")), &b);
    if (status == ALK_OK)
        printf("%-28s %5" PRId64 " %5" PRId64 "\n", when, a, b);
    return status;
}

static int create(alk_conn *c)
{
    int status = run(c, "DROP TABLE IF EXISTS account");
    status = status ? status : run(c, "CREATE TABLE account (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL CHECK (cents >= 0))");
    status = status ? status : run(c, "INSERT INTO account VALUES (1, 1000), (2, 0)");
    status = status ? status : alk_commit(c);
    return status ? status : show(c, "at first");
}

static int undo(alk_conn *c)
{
    int status = run(c, "UPDATE account SET cents = 0");
    status = status ? status : alk_rollback(c);
    return status ? status : show(c, "after a rollback");
}

/* The change inside the savepoint is undone, the one before it stays. */
static int undo_part(alk_conn *c)
{
    int status = run(c, "UPDATE account SET cents = cents + 1 WHERE id = 2");
    status = status ? status : alk_conn_savepoint(c, "try");
    status = status ? status : run(c, "UPDATE account SET cents = 999 WHERE id = 2");
    status = status ? status : alk_conn_rollback_to(c, "try");
    status = status ? status : alk_commit(c);
    return status ? status : show(c, "after a part was undone");
}

typedef struct transfer {
    int from, to, cents;
} transfer;

/* May run several times: it must not change anything but the database before it returns ALK_OK. */
static int move_money(alk_conn *c, void *payload)
{
    const transfer *t = payload;
    int status = alk_close(alk_execute(c, alk_raw("UPDATE account SET cents = cents + :n WHERE id = :id"),
                                       alk_bind("n", t->cents), alk_bind("id", t->to)));
    return status ? status
                  : alk_close(alk_execute(c, alk_raw("UPDATE account SET cents = cents - :n WHERE id = :id"),
                                          alk_bind("n", t->cents), alk_bind("id", t->from)));
}

static int transfers(alk_engine *engine)
{
    transfer good = { 1, 2, 250 }, too_much = { 1, 2, 5000 };
    int status = alk_transact(engine, move_money, &good);
    if (status == ALK_OK && alk_transact(engine, move_money, &too_much) == ALK_ERROR_INTEGRITY)
        printf("refused: more than there is\n");
    return status;
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : undo(c);
    status = status ? status : undo_part(c);
    alk_conn_close(c);
    status = status ? status : transfers(engine);
    c = alk_connect(engine);
    status = status ? status : show(c, "after the transfers");
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
