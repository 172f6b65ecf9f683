/* SPDX-License-Identifier: MIT
 * A second session, which keeps its objects while the program's goes on: they are as they were when it read them. */
#ifndef ALK_TEST_ORM_SECOND_H
#define ALK_TEST_ORM_SECOND_H
#include "world.h"

enum { MOST_HELD = 60 };

/* An object of the second session's, of the row that had its key when it was read. */
typedef struct held_object {
    void *object;
    bool expired;
    thing is;                          /* what it was; foreign keys are not looked at */
    cell_value key[2];
} held_object;

typedef struct second {
    alk_session *s;
    held_object all[MOST_HELD];
    int n;
} second;
#endif
