/* SPDX-License-Identifier: MIT
 * Rows that came back in any order, told apart by their keys. */
#include "alk_test.h"
#include "engine/match.h"

enum { N = 50 };

/* The row that went as number i has the key 7i + 3; it comes back at place 13i mod N. */
static void scatter(alk__keyed_row *came, alk__keyed_row *went, size_t *place)
{
    for (size_t i = 0; i < N; i++) {
        place[i] = i * 13 % N;
        went[i] = (alk__keyed_row){ { (int64_t)(i * 7 % N), -(int64_t)i }, i };
        came[place[i]] = (alk__keyed_row){ { (int64_t)(i * 7 % N), -(int64_t)i }, place[i] };
    }
}

ALK_TEST(match, of_keys_that_were_sent)
{
    alk__keyed_row came[N], went[N];
    size_t place[N], order[N];
    scatter(came, went, place);
    alk_check(alk__match_sent(came, went, N, order));
    for (size_t i = 0; i < N; i++)
        alk_check_int((int64_t)order[i], (int64_t)place[i]);
    scatter(came, went, place);
    came[9].key[1] = 1;
    alk_check(!alk__match_sent(came, went, N, order));
    for (size_t i = 0; i < N; i++)
        came[i] = went[i] = (alk__keyed_row){ { -(int64_t)i }, i };
    alk_check(alk__match_sent(came, went, N, order));
    alk_check(order[0] == 0 && order[N - 1] == N - 1);
}

ALK_TEST(match, of_keys_that_were_counted_up)
{
    alk__keyed_row came[N];
    size_t order[N];
    for (size_t i = 0; i < N; i++)
        came[i] = (alk__keyed_row){ { 100 + (int64_t)(i * 13 % N) }, i };      /* dense, as they like */
    alk_check(alk__match_counted(came, N, order));
    for (size_t i = 0; i < N; i++)
        alk_check_int((int64_t)(order[i] * 13 % N), (int64_t)i);
    for (size_t i = 0; i < N; i++)
        came[i] = (alk__keyed_row){ { (int64_t)i * 3 }, i };                   /* with gaps, but in order */
    alk_check(alk__match_counted(came, N, order));
    alk_check(order[0] == 0 && order[N - 1] == N - 1);
    came[0] = (alk__keyed_row){ { INT64_MAX }, 0 };                            /* neither */
    alk_check(!alk__match_counted(came, N, order));
}

ALK_TEST(match, keys_in_order_rise_or_fall)
{
    alk__keyed_row rows[3] = { { { 5 }, 0 }, { { 7 }, 1 }, { { 30 }, 2 } };
    size_t order[3];
    alk_check(alk__match_in_order(rows, 3, order));
    for (size_t i = 0; i < 3; i++)
        alk_check_uint(order[i], i);
    rows[0].key[0] = 40, rows[1].key[0] = 39, rows[2].key[0] = -2;
    alk_check(alk__match_in_order(rows, 3, order));
    alk_check_uint(order[2], 2);
    rows[1].key[0] = -3;
    alk_check(!alk__match_in_order(rows, 3, order));
    rows[0].key[0] = -3;
    alk_check(!alk__match_in_order(rows, 3, order));         /* one key twice */
    alk_check(alk__match_in_order(rows, 1, order));
}
