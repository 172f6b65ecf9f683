/* SPDX-License-Identifier: MIT
 * The mock's two sets of connection slots. */
#ifndef MOCK_TABLES_H
#define MOCK_TABLES_H
#include <alkahest/plugin.h>
extern const alk_conn_ops mock_conn_ops, mock_bare_conn_ops;
#endif
