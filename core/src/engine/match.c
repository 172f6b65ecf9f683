/* SPDX-License-Identifier: MIT
 * See match.h. */
#include "engine/match.h"
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const alk__keyed_row *left = a, *right = b;
    for (int i = 0; i < ALK__KEY_MAX; i++)
        if (left->key[i] != right->key[i])
            return left->key[i] < right->key[i] ? -1 : 1;
    return 0;
}

/* They mostly come in order. */
static void sort(alk__keyed_row *rows, size_t n)
{
    size_t i = 1;
    while (i < n && compare(&rows[i - 1], &rows[i]) < 0)
        i++;
    if (i < n)
        qsort(rows, n, sizeof *rows, compare);
}

bool alk__match_counted(alk__keyed_row *came, size_t n, size_t *order)
{
    bool in_order = true, dense = true;
    sort(came, n);
    for (size_t i = 0; i < n; i++) {
        order[i] = came[i].number;
        in_order = in_order && came[i].number == i;
        dense = dense && (uint64_t)came[i].key[0] - (uint64_t)came[0].key[0] == i;
    }
    return in_order || dense;
}

bool alk__match_in_order(const alk__keyed_row *came, size_t n, size_t *order)
{
    bool rise = true, fall = true;
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
        rise = rise && (i == 0 || came[i - 1].key[0] < came[i].key[0]);
        fall = fall && (i == 0 || came[i - 1].key[0] > came[i].key[0]);
    }
    return rise || fall;
}

bool alk__match_sent(alk__keyed_row *came, alk__keyed_row *went, size_t n, size_t *order)
{
    size_t same = 0;
    while (same < n && compare(&came[same], &went[same]) == 0) {
        order[same] = same;
        same++;
    }
    if (same == n)
        return true;
    sort(came, n);
    sort(went, n);
    for (size_t i = 0; i < n; i++) {
        if (compare(&came[i], &went[i]) != 0)
            return false;
        order[went[i].number] = came[i].number;
    }
    return true;
}
