/* SPDX-License-Identifier: MIT
 * What tables need to be created and dropped, in which order. */
#include "alk_test.h"
#include "base/buffer.h"
#include "sql/node.h"
#include <alkahest/alkahest.h>

static const alk_enum moods = { sizeof moods, 2, "mood", NULL, (const char *const[]){ "good", "bad" } };
static const alk_sequence numbers = { .struct_size = sizeof numbers, .name = "numbers" };

#define HEN(X, m)                                                               \
    X(m, key, id, BIGINT, .sequence = &numbers)                                 \
    X(m, col, mood, ENUM(moods), .index = true, .comment = "how it feels")      \
    X(m, opt, first_egg, BIGINT, .references = &egg.id)
#define EGG(X, m)                                                               \
    X(m, key, id, BIGINT, .sequence = &numbers)                                 \
    X(m, col, mood, ENUM(moods))                                                \
    X(m, opt, laid_by, BIGINT, .references = &hen.id)
ALK_MODEL(hen, HEN);
ALK_MODEL(egg, EGG);
ALK_DEFINE(hen, HEN, "hens", .comment = "birds");
ALK_DEFINE(egg, EGG, "eggs");

/* The plan's nodes, one a line. */
static void check_plan(alk_ddl_plan *plan, const char *expected)
{
    alk__buffer out;
    alk_check_made(plan);
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    for (size_t i = 0; i < alk_ddl_plan_count(plan); i++) {
        alk__node_dump(alk_ddl_plan_at(plan, i), &out);
        alk__buffer_putc(&out, '\n');
    }
    alk_check_ok(alk__buffer_status(&out));
    alk_check_str(out.data, expected);
    alk_check(!alk_ddl_plan_at(plan, alk_ddl_plan_count(plan)));
    alk_check_error(ALK_ERROR_ARGUMENT, "no statement");
    alk__buffer_free(&out);
    alk_ddl_plan_free(plan);
}

ALK_TEST(plan, creates_in_an_order_that_can_be_done)
{
    check_plan(alk_plan_create(ALK_LIST(hen.table, egg.table), 0),
               "CREATE_TYPE 'mood'(END, LITERAL(VALUE text), LITERAL(VALUE text))\n"
               "CREATE_SEQUENCE 'numbers'(END, LITERAL(VALUE integer), LITERAL(VALUE integer), LITERAL(VALUE integer), LITERAL(VALUE integer), LITERAL(VALUE integer))\n"
               "CREATE_TABLE(TABLE hens, ADD_CONSTRAINT(TABLE hens))\n"
               "CREATE_INDEX(TABLE hens)\n"
               "COMMENT_ON 1 'birds'(TABLE hens)\n"
               "COMMENT_ON 2 'how it feels'(COLUMN hens.mood)\n"
               "CREATE_TABLE(TABLE eggs)\n"
               "ADD_CONSTRAINT(TABLE hens)\n");
}

ALK_TEST(plan, drops_in_the_reverse_of_it)
{
    check_plan(alk_plan_drop(ALK_LIST(hen.table, egg.table), 0),
               "DROP_CONSTRAINT(TABLE hens)\n"
               "DROP_TABLE(TABLE eggs)\n"
               "DROP_TABLE(TABLE hens)\n"
               "DROP_SEQUENCE 'numbers'(END)\n"
               "DROP_TYPE 'mood'(END)\n");
}

ALK_TEST(plan, of_nothing_is_empty)
{
    alk_ddl_plan *plan = alk_plan_create((const alk_sql *const[]){ &alk_end }, 0);
    alk_check_made(plan);
    alk_check_size(alk_ddl_plan_count(plan), 0);
    alk_ddl_plan_free(plan);
    alk_ddl_plan_free(NULL);
    alk_check_size(alk_ddl_plan_count(NULL), 0);
    alk_check(!alk_plan_create((const alk_sql *const[]){ NULL, &alk_end }, 0));
    alk_check_error(ALK_ERROR_ARGUMENT, "NULL");
}

ALK_TEST(plan, survives_a_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk_ddl_plan *create = alk_plan_create(ALK_LIST(egg.table, hen.table), 0);
        alk_ddl_plan *drop = create ? alk_plan_drop(ALK_LIST(egg.table, hen.table), 0) : NULL;
        status = create && drop ? ALK_OK : alk_last_error()->code;
        alk_ddl_plan_free(create);
        alk_ddl_plan_free(drop);
    }
}
