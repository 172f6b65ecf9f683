/* SPDX-License-Identifier: MIT
 * See parts.h: options of a query, which tell what is loaded along and which columns are read. */
#include "parts.h"

static int take_path(const alk_sql *option, alk__loading *loading)
{
    const alk_sql *const *path;
    size_t n = alk_node_children(option, &path);
    for (size_t i = 0; i < n; i++) {
        const alk__relation *r = alk__relation_of(path[i]);
        if (!r)
            return alk_last_error()->code;
        if (loading->n == ALK__STEPS)
            return alk_fail(ALK_ERROR_ARGUMENT, "a path of loading has more than %d steps", ALK__STEPS);
        int code = i ? alk__check_step(loading->steps[i - 1], r) : ALK_OK;
        if (code)
            return code;
        loading->steps[loading->n++] = r;
    }
    return n ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "nothing was said of what is to be loaded along");
}

int alk__parts_take_option(alk__parts *m, const alk_sql *option)
{
    alk__query *q = m->query;
    unsigned code = alk_loading_code(option);
    if (code == ALK_LOAD_ON_SHARD)                     /* the shard is chosen elsewhere */
        return ALK_OK;
    m->changed = true;
    switch (code) {
    case ALK_LOAD_SELECT_IN: case ALK_LOAD_JOINED: case ALK_LOAD_SUBQUERY: case ALK_LOAD_CONTAINED:
        q->loadings[q->n_loadings] = (alk__loading){ .code = code };
        return take_path(option, &q->loadings[q->n_loadings++]);
    case ALK_LOAD_ONLY: case ALK_LOAD_DEFER: case ALK_LOAD_UNDEFER:
        if (m->n_options == 8)
            return alk_fail(ALK_ERROR_ARGUMENT, "a query has more than 8 options of columns");
        m->only_code[m->n_options] = code;
        m->n_only[m->n_options] = alk_node_children(option, &m->only[m->n_options]);
        m->n_options++;
        return ALK_OK;
    case ALK_LOAD_ANEW: q->anew = true; return ALK_OK;
    case ALK_LOAD_UNTRACKED: q->untracked = true; return ALK_OK;
    case ALK_LOAD_PARTITIONS: q->partition = alk_loading_number(option); return ALK_OK;
    case ALK_LOAD_STREAMED:
        q->streamed = true;
        q->partition = alk_loading_number(option);
        return q->partition ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "alk_streamed() takes the number of objects that are read at a time");
    case ALK_LOAD_UNFILTERED: q->unfiltered = true; return ALK_OK;
    default: return alk_fail(ALK_ERROR_ARGUMENT, "there is no loading option %u", code);
    }
}

static bool names(const alk__parts *m, size_t option, const alk_sql *column)
{
    for (size_t i = 0; i < m->n_only[option]; i++)
        if (m->only[option][i] == column)
            return true;
    return false;
}

/* Whether an option names any column of the model. */
static bool concerns(const alk__parts *m, size_t option, const alk__mapper *mapper)
{
    for (size_t i = 0; i < m->n_only[option]; i++)
        if (alk__property_of(mapper, m->only[option][i]))
            return true;
    return false;
}

/* Whether what is loaded along goes by the column. */
static bool goes_by(const alk__query *q, const alk__property *p)
{
    for (size_t i = 0; i < q->n_loadings; i++)
        for (size_t k = 0; k < q->loadings[i].n; k++) {
            const alk__relation *r = q->loadings[i].steps[k];
            for (unsigned c = 0; c < r->n; c++)
                if (r->owner->properties[r->here[c]].column == p->column)
                    return true;
        }
    return false;
}

bool alk__parts_want(const void *data, const alk__mapper *mapper, const alk__property *p)
{
    const alk__parts *m = data;
    bool wanted = !p->deferred;
    if (goes_by(m->query, p))
        return true;
    for (size_t i = 0; i < m->n_options; i++) {
        bool named = names(m, i, &p->column->sql);
        if (m->only_code[i] == ALK_LOAD_ONLY && concerns(m, i, mapper))
            wanted = named;
        else if (named)
            wanted = m->only_code[i] == ALK_LOAD_UNDEFER;
    }
    return wanted || p->key || p->version || p->discriminator;
}
