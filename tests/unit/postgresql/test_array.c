/* SPDX-License-Identifier: MIT
 * Arrays in both forms, and as they are written. */
#include "array.h"
#include "pg.h"
#include "print.h"

static const alk__pg_type ints = { .oid = 1016, .item_oid = 20, .kind = ALK__PG_ARRAY, .item_kind = ALK__PG_INT8, .delimiter = ',', .known = true, .name = "bigint[]" };
static const alk__pg_type texts = { .oid = 1009, .item_oid = 25, .kind = ALK__PG_ARRAY, .item_kind = ALK__PG_TEXT, .delimiter = ',', .known = true, .name = "text[]" };

static int read_text(pg *p, const alk__pg_type *type, const char *text, alk_cell *out)
{
    alk__pg_memory memory = { .arena = p->arena };
    return (int)alk__pg_array_of_text(type, text, strlen(text), &memory, out);
}

ALK_TEST(array, text_form)
{
    pg p;
    alk_cell cell;
    const alk_cell *items;
    pg_tables(&p);
    alk_check_int(read_text(&p, &ints, "{1,NULL,-3}", &cell), ALK__PG_FINE);
    items = cell.u.p;
    alk_check(cell.tag == ALK_TYPE_ARRAY && cell.len == 3 && items[0].u.i == 1 && items[1].tag == ALK_TYPE_NULL && items[2].u.i == -3);
    alk_check_int(read_text(&p, &texts, "{\"a,b\",\"q\\\"\\\\\",\"NULL\",NULL,\"\"}", &cell), ALK__PG_FINE);
    items = cell.u.p;
    alk_check(cell.len == 5 && items[3].tag == ALK_TYPE_NULL && items[4].len == 0);
    alk_check_str(items[0].u.p, "a,b");
    alk_check_str(items[1].u.p, "q\"\\");
    alk_check_str(items[2].u.p, "NULL");
    alk_check_int(read_text(&p, &ints, "[0:1][2:3]={{1,2},{3,4}}", &cell), ALK__PG_FINE);
    items = cell.u.p;
    alk_check(cell.len == 2 && items[1].tag == ALK_TYPE_ARRAY && ((const alk_cell *)items[1].u.p)[1].u.i == 4);
    alk_check_int(read_text(&p, &ints, "{}", &cell), ALK__PG_FINE);
    alk_check(cell.tag == ALK_TYPE_ARRAY && cell.len == 0);
    pg_close(&p);
}

ALK_TEST(array, malformed_text)
{
    static const char *const bad[] = { "", "{", "{1", "{1,", "{1,}x", "1", "{1}}", "{{1}", "[0:1]{1}", "[0:1", "{\"1", "{{{{{{{1}}}}}}}", "{x}", NULL };
    pg p;
    alk_cell cell;
    pg_tables(&p);
    for (int i = 0; bad[i] != NULL; i++) {
        int fault = read_text(&p, &ints, bad[i], &cell);
        alk_check_that(fault == ALK__PG_MALFORMED || fault == ALK__PG_FAULT_MEMORY, "%s gives %d", bad[i], fault);
    }
    pg_close(&p);
}

/* Every truncation and every changed byte of a good array is read without harm. */
ALK_TEST(array, damaged_bytes)
{
    pg p;
    char bytes[60];
    alk_cell cell;
    alk__pg_memory memory;
    const uint32_t head[] = { 1, 1, 20, 3, 1 };
    size_t n = sizeof head;
    pg_tables(&p);
    memory = (alk__pg_memory){ .arena = p.arena };
    for (size_t i = 0; i < 5; i++)
        alk__pg_put32(bytes + i * 4, head[i]);
    for (int i = 0; i < 2; i++, n += 12) {
        alk__pg_put32(bytes + n, 8);
        alk__pg_put64(bytes + n + 4, 7);
    }
    alk__pg_put32(bytes + n, UINT32_MAX);
    n += 4;
    int whole = (int)alk__pg_array_of_bytes(&ints, bytes, n, &memory, &cell);
    alk_check(whole == ALK__PG_FAULT_MEMORY || (whole == ALK__PG_FINE && cell.len == 3 && ((const alk_cell *)cell.u.p)[2].tag == ALK_TYPE_NULL));
    for (size_t length = 0; length < n; length++) {
        char *part = malloc(length + 1);
        memcpy(part, bytes, length);
        alk_check(alk__pg_array_of_bytes(&ints, part, length, &memory, &cell) != ALK__PG_FINE);
        free(part);
    }
    for (size_t i = 0; i < n; i++) {
        char *changed = malloc(n);
        memcpy(changed, bytes, n);
        changed[i] = (char)(changed[i] ^ 0x7F);
        (void)alk__pg_array_of_bytes(&ints, changed, n, &memory, &cell);
        free(changed);
    }
    pg_close(&p);
}

ALK_TEST(array, written)
{
    pg p;
    alk__pg_scratch scratch = { NULL };
    alk_sv text = { NULL, 0 };
    alk_cell inner[] = { pg_int_cell(ALK_TYPE_INT, 1), { .tag = ALK_TYPE_NULL } };
    alk_cell mixed[] = { pg_text_cell(ALK_TYPE_TEXT, "a \"b\" \\ {c},"), pg_text_cell(ALK_TYPE_TEXT, "") };
    alk_cell rows[] = { { .u.p = inner, .len = 2, .tag = ALK_TYPE_ARRAY }, { .u.p = inner, .len = 2, .tag = ALK_TYPE_ARRAY } };
    alk_cell uneven[] = { { .u.p = inner, .len = 2, .tag = ALK_TYPE_ARRAY }, { .u.p = inner, .len = 1, .tag = ALK_TYPE_ARRAY } };
    alk_cell array = { .u.p = rows, .len = 2, .tag = ALK_TYPE_ARRAY };
    int refusal;
    pg_tables(&p);
    refusal = (int)alk__pg_print(&scratch, &array, ',', &text);
    alk_check_that(refusal == ALK__PG_NO_MEMORY_LEFT || strcmp(text.p, "{{1,NULL},{1,NULL}}") == 0, "%d", refusal);
    array.u.p = mixed;
    refusal = (int)alk__pg_print(&scratch, &array, ',', &text);
    alk_check_that(refusal == ALK__PG_NO_MEMORY_LEFT || strcmp(text.p, "{\"a \\\"b\\\" \\\\ {c},\",\"\"}") == 0, "%d", refusal);
    array.u.p = uneven;
    refusal = (int)alk__pg_print(&scratch, &array, ',', &text);
    alk_check(refusal == ALK__PG_UNEVEN_ARRAY || refusal == ALK__PG_NO_MEMORY_LEFT);
    alk__pg_scratch_free(&scratch);
    pg_close(&p);
}
