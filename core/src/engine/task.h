/* SPDX-License-Identifier: MIT
 * Tasks, as connections see them. */
#ifndef ALK_ENGINE_TASK_H
#define ALK_ENGINE_TASK_H
#include "engine/link.h"
#include <alkahest/task.h>

/* Whether what is called now is called by the task's function. */
bool alk__task_is_inside(const alk_task *task);
/* Its connection gets another link, while the function runs: the one waits as ever from now on, the other as the task does. Each may be NULL. */
void alk__task_change_link(alk_task *task, alk__link *from, alk__link *to);
#endif
