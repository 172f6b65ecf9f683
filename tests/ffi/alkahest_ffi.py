# SPDX-License-Identifier: MIT
"""A DB-API 2.0 module (PEP 249) over libalkahest, by ctypes.

It is here to prove that the library can be wrapped for another language: it calls exported functions alone, never a macro, and knows of
structs only those that the headers promise to keep. Parameters are in the database's own markers. Beyond PEP 249 there are: Connection.autocommit,
in_transaction, ping(), cancel(), server, server_version, warnings(); execute(prepared=False); Cursor.raw, which fetches text; errors with
sqlstate and native_code.
"""
import ctypes as c
import datetime
import decimal
import json
import os
import struct
import uuid

apilevel = "2.0"
threadsafety = 1               # threads may share the module, but not connections
paramstyle = "qmark"           # SQLite's; another database has its own

EPOCH = datetime.datetime(1970, 1, 1)
(NULL, BOOL, INT, UINT, REAL, DECIMAL, TEXT, BLOB, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID, JSON, ARRAY) = range(16)
UNBOUNDED = c.c_size_t(-1).value


# ---- the structs of the headers ----
class Value(c.Structure):
    """alk_value: frozen. Its union is a 64-bit word here, since ctypes passes no unions by value."""
    _fields_ = [("raw", c.c_uint64), ("len", c.c_uint32), ("tag", c.c_uint16), ("flags", c.c_uint16)]


class ErrorInfo(c.Structure):
    """alk_error."""
    _fields_ = [("struct_size", c.c_size_t), ("code", c.c_int), ("flags", c.c_uint), ("sqlstate", c.c_char * 6),
                ("native_code", c.c_int64), ("message", c.c_char_p), ("detail", c.c_char_p), ("hint", c.c_char_p),
                ("schema", c.c_char_p), ("table", c.c_char_p), ("column", c.c_char_p), ("constraint", c.c_char_p),
                ("data_type", c.c_char_p), ("sql", c.c_char_p), ("position", c.c_int64), ("file", c.c_char_p), ("line", c.c_int)]


class ExecutionOptions(c.Structure):
    """alk_execution_options."""
    _fields_ = [("struct_size", c.c_size_t), ("timeout", c.c_double), ("buffered", c.c_int), ("unprepared", c.c_int),
                ("batch", c.c_size_t), ("token", c.c_char_p)]


class ColumnInfo(c.Structure):
    """alk_column_info."""
    _fields_ = [("struct_size", c.c_size_t), ("name", c.c_char_p), ("native_type", c.c_char_p), ("schema", c.c_char_p),
                ("table", c.c_char_p), ("column", c.c_char_p), ("type", c.c_int), ("nullable", c.c_int), ("length", c.c_int64),
                ("precision", c.c_int), ("scale", c.c_int), ("key", c.c_bool), ("generated", c.c_bool)]


class Interval(c.Structure):
    """alk_interval: months, days and microseconds, which do not convert into each other."""
    _fields_ = [("months", c.c_int32), ("days", c.c_int32), ("micros", c.c_int64)]

    def __eq__(self, other):
        return isinstance(other, Interval) and bytes(self) == bytes(other)


# ---- the functions ----
def _load():
    lib = c.CDLL(os.environ.get("ALKAHEST_LIBRARY", "libalkahest.so.1"))
    handle, text, values, options = c.c_void_p, c.c_char_p, c.POINTER(Value), c.POINTER(ExecutionOptions)
    error, column, size, integer = c.POINTER(ErrorInfo), c.POINTER(ColumnInfo), c.c_size_t, c.c_int
    functions = {
        "alk_version": (text,), "alk_last_error": (error,), "alk_engine_open": (handle, text, c.c_void_p),
        "alk_engine_close": (None, handle), "alk_engine_connect": (handle, handle, text, integer), "alk_engine_url": (text, handle),
        "alk_conn_close": (integer, handle), "alk_conn_commit": (integer, handle), "alk_conn_rollback": (integer, handle),
        "alk_conn_in_transaction": (c.c_bool, handle), "alk_conn_set_autocommit": (integer, handle, c.c_bool),
        "alk_conn_isolation": (integer, handle), "alk_conn_ping": (integer, handle), "alk_conn_cancel": (integer, handle),
        "alk_conn_server": (text, handle), "alk_conn_server_version": (text, handle),
        "alk_conn_server_version_number": (c.c_uint32, handle), "alk_conn_warning": (error, handle),
        "alk_conn_prepare": (handle, handle, text, size), "alk_conn_last_insert_id": (c.c_int64, handle),
        "alk_conn_execute_driver": (handle, handle, text, size, values, size, options),
        "alk_stmt_close": (None, handle), "alk_stmt_param_count": (integer, handle), "alk_stmt_bind": (integer, handle, integer, values),
        "alk_stmt_bind_null": (integer, handle, integer), "alk_stmt_bind_bool": (integer, handle, integer, c.c_bool),
        "alk_stmt_bind_int": (integer, handle, integer, c.c_int64), "alk_stmt_bind_uint": (integer, handle, integer, c.c_uint64),
        "alk_stmt_bind_real": (integer, handle, integer, c.c_double), "alk_stmt_bind_text": (integer, handle, integer, text, size),
        "alk_stmt_bind_blob": (integer, handle, integer, text, size), "alk_stmt_column_count": (integer, handle),
        "alk_stmt_column": (integer, handle, integer, column), "alk_stmt_execute": (handle, handle, options),
        "alk_stmt_execute_many": (integer, handle, values, size, c.POINTER(c.c_int64)),
        "alk_next": (c.c_bool, handle), "alk_close": (integer, handle), "alk_result_status": (integer, handle),
        "alk_column_count": (integer, handle), "alk_result_column": (integer, handle, integer, column),
        "alk_get_value": (Value, handle, integer), "alk_get_string": (text, handle, integer),
        "alk_affected": (c.c_int64, handle), "alk_last_insert_id": (c.c_int64, handle),
    }
    for name, (result, *arguments) in functions.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


_lib = _load()


# ---- errors ----
class Warning(Exception):
    pass


class Error(Exception):
    code, flags, sqlstate, native_code, position = 0, 0, None, 0, 0
    detail = hint = schema = table = column = constraint = None
    disconnect = property(lambda self: bool(self.flags & 1))
    retryable = property(lambda self: bool(self.flags & 2))


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


# By the classes -1 to -7, then the library's own: argument, compile, no plugin, ABI, timeout, no row, several rows, stale data.
_CLASSES = [InterfaceError, DataError, OperationalError, IntegrityError, InternalError, ProgrammingError, NotSupportedError,
            InterfaceError, ProgrammingError, OperationalError, InterfaceError, OperationalError, DatabaseError, DatabaseError,
            DatabaseError]


def _text(value):
    return None if value is None else value.decode("utf-8", "replace")


def _exception(info, kind=None):
    if kind is None:
        if info.code == -16:
            return MemoryError(_text(info.message))
        kind = _CLASSES[-info.code - 1] if -15 <= info.code <= -1 else DatabaseError
    made = kind(_text(info.message))
    made.code, made.flags, made.native_code, made.position = info.code, info.flags, info.native_code, info.position
    made.sqlstate = _text(info.sqlstate) or None
    for name in ("detail", "hint", "schema", "table", "column", "constraint"):
        setattr(made, name, _text(getattr(info, name)))
    return made


def _fail():
    raise _exception(_lib.alk_last_error().contents)


def _check(status):
    if status != 0:
        _fail()


def _need(handle):
    return handle if handle else _fail()


# ---- values ----
def _micros(delta):
    return (delta.days * 86400 + delta.seconds) * 1000000 + delta.microseconds


def _to_value(item, keep):
    """The alk_value of a Python value; what it points to is appended to keep."""
    def word(tag, number):
        return Value(number & 0xFFFFFFFFFFFFFFFF, 0, tag, 0)

    def bytes_of(tag, data):
        buffer = c.create_string_buffer(data, len(data) + 1)
        keep.append(buffer)
        return Value(c.addressof(buffer), len(data), tag, 0)

    if item is None:
        return word(NULL, 0)
    if isinstance(item, bool):
        return word(BOOL, int(item))
    if isinstance(item, int):
        if not -2**63 <= item < 2**64:
            raise DataError("integer beyond 64 bits")
        return word(INT if item < 2**63 else UINT, item)
    if isinstance(item, float):
        return word(REAL, struct.unpack("=Q", struct.pack("=d", item))[0])
    if isinstance(item, decimal.Decimal):
        return bytes_of(DECIMAL, format(item, "f").encode())
    if isinstance(item, str):
        return bytes_of(TEXT, item.encode())
    if isinstance(item, (bytes, bytearray, memoryview)):
        return bytes_of(BLOB, bytes(item))
    if isinstance(item, datetime.datetime):
        if item.tzinfo is None:
            return word(TIMESTAMP, _micros(item - EPOCH))
        return word(TIMESTAMPTZ, _micros(item.astimezone(datetime.timezone.utc).replace(tzinfo=None) - EPOCH))
    if isinstance(item, datetime.date):
        return word(DATE, (item - EPOCH.date()).days)
    if isinstance(item, datetime.time):
        return word(TIME, _micros(datetime.datetime.combine(EPOCH, item) - EPOCH))
    if isinstance(item, uuid.UUID):
        return bytes_of(UUID, item.bytes)
    if isinstance(item, (dict, list)):
        return bytes_of(JSON, json.dumps(item).encode())
    raise InterfaceError("no SQL value: " + type(item).__name__)


def _from_value(value):
    signed = c.c_int64(value.raw).value
    if value.tag == NULL:
        return None
    if value.tag == BOOL:
        return signed != 0
    if value.tag == INT:
        return signed
    if value.tag == UINT:
        return value.raw
    if value.tag == REAL:
        return struct.unpack("=d", struct.pack("=Q", value.raw))[0]
    if value.tag == DATE:
        return EPOCH.date() + datetime.timedelta(days=signed)
    if value.tag == TIME:
        return (EPOCH + datetime.timedelta(microseconds=signed)).time()
    if value.tag in (TIMESTAMP, TIMESTAMPTZ):
        moment = EPOCH + datetime.timedelta(microseconds=signed)
        return moment if value.tag == TIMESTAMP else moment.replace(tzinfo=datetime.timezone.utc)
    if value.tag == INTERVAL:
        return Interval.from_buffer_copy(c.string_at(value.raw, 16))
    if value.tag == ARRAY:
        return [_from_value(item) for item in (Value * value.len).from_address(value.raw)]
    data = c.string_at(value.raw, value.len) if value.len else b""
    if value.tag == BLOB:
        return data
    if value.tag == UUID:
        return uuid.UUID(bytes=data)
    if value.tag == DECIMAL:
        return decimal.Decimal(data.decode())
    return json.loads(data) if value.tag == JSON else data.decode()


def _bind(stmt, position, item):
    """By the typed functions where there is one for the Python type, else by alk_stmt_bind."""
    if item is None:
        return _lib.alk_stmt_bind_null(stmt, position)
    if isinstance(item, bool):
        return _lib.alk_stmt_bind_bool(stmt, position, item)
    if isinstance(item, int) and -2**63 <= item < 2**63:
        return _lib.alk_stmt_bind_int(stmt, position, item)
    if isinstance(item, int) and 0 <= item < 2**64:
        return _lib.alk_stmt_bind_uint(stmt, position, item)
    if isinstance(item, float):
        return _lib.alk_stmt_bind_real(stmt, position, item)
    if isinstance(item, str):
        data = item.encode()
        return _lib.alk_stmt_bind_text(stmt, position, data, len(data))
    if isinstance(item, (bytes, bytearray, memoryview)):
        return _lib.alk_stmt_bind_blob(stmt, position, bytes(item), len(item))
    keep = []
    return _lib.alk_stmt_bind(stmt, position, c.byref(_to_value(item, keep)))


Binary, Date, Time, Timestamp = bytes, datetime.date, datetime.time, datetime.datetime


def DateFromTicks(ticks):
    return datetime.date.fromtimestamp(ticks)


def TimeFromTicks(ticks):
    return datetime.datetime.fromtimestamp(ticks).time()


def TimestampFromTicks(ticks):
    return datetime.datetime.fromtimestamp(ticks)


class _TypeObject:
    """Equals the type codes of description that it stands for."""

    def __init__(self, *codes):
        self.codes = codes

    def __eq__(self, other):
        return other in self.codes

    def __hash__(self):
        return hash(self.codes)


STRING, BINARY, NUMBER = _TypeObject(TEXT, JSON, UUID), _TypeObject(BLOB), _TypeObject(BOOL, INT, UINT, REAL, DECIMAL)
DATETIME, ROWID = _TypeObject(DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL), _TypeObject(INT)


# ---- connections ----
def connect(url, autocommit=False):
    return Connection(url, autocommit)


class Connection:
    Warning, Error, InterfaceError, DatabaseError, DataError = Warning, Error, InterfaceError, DatabaseError, DataError
    OperationalError, IntegrityError, InternalError = OperationalError, IntegrityError, InternalError
    ProgrammingError, NotSupportedError = ProgrammingError, NotSupportedError

    def __init__(self, url, autocommit=False):
        self._engine = self._conn = None
        self._cursors = set()
        self._autocommit = False
        self._engine = _need(_lib.alk_engine_open(url.encode(), None))
        try:
            self._conn = _need(_lib.alk_engine_connect(self._engine, None, 0))
            self.autocommit = autocommit
        except BaseException:
            self.close()
            raise

    def _handle(self):
        if not self._conn:
            raise InterfaceError("the connection is closed")
        return self._conn

    def close(self):
        for cursor in list(self._cursors):
            cursor.close()
        conn, engine, self._conn, self._engine = self._conn, self._engine, None, None
        status = _lib.alk_conn_close(conn) if conn else 0
        failure = _exception(_lib.alk_last_error().contents) if status else None
        _lib.alk_engine_close(engine)
        if failure:
            raise failure

    def commit(self):
        self._end_results()
        _check(_lib.alk_conn_commit(self._handle()))

    def rollback(self):
        self._end_results()
        _check(_lib.alk_conn_rollback(self._handle()))

    def _end_results(self):
        for cursor in self._cursors:
            cursor._finish()

    def cursor(self):
        self._handle()
        return Cursor(self)

    @property
    def autocommit(self):
        return self._autocommit

    @autocommit.setter
    def autocommit(self, on):
        _check(_lib.alk_conn_set_autocommit(self._handle(), bool(on)))
        self._autocommit = bool(on)

    @property
    def in_transaction(self):
        return _lib.alk_conn_in_transaction(self._handle())

    @property
    def server(self):
        return _text(_need(_lib.alk_conn_server(self._handle())))

    @property
    def server_version(self):
        return _text(_need(_lib.alk_conn_server_version(self._handle())))

    @property
    def server_version_number(self):
        return _need(_lib.alk_conn_server_version_number(self._handle()))

    def ping(self):
        _check(_lib.alk_conn_ping(self._handle()))

    def cancel(self):
        """Ends the running statement; the one method for other threads."""
        _check(_lib.alk_conn_cancel(self._handle()))

    def warnings(self):
        """The server's warnings about the last statement."""
        found, info = [], _lib.alk_conn_warning(self._handle())
        while info:
            found.append(_exception(info.contents, Warning))
            info = _lib.alk_conn_warning(self._handle())
        return found

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.commit()
        else:
            self.rollback()


# ---- cursors ----
class Cursor:
    arraysize = 1

    def __init__(self, connection):
        self.connection, self.description, self.rowcount, self.lastrowid, self.raw = connection, None, -1, None, False
        self._stmt = self._result = None
        self._open = True
        connection._cursors.add(self)

    def _handle(self):
        if not self._open:
            raise InterfaceError("the cursor is closed")
        return self.connection._handle()

    def _finish(self):
        """Ends the statement and its result, whatever became of it."""
        result, stmt, self._result, self._stmt = self._result, self._stmt, None, None
        if result:
            _lib.alk_close(result)
        if stmt:
            _lib.alk_stmt_close(stmt)

    def close(self):
        self._finish()
        self._open = False
        self.connection._cursors.discard(self)

    def _describe(self, count, get, handle):
        columns, info = [], ColumnInfo()
        for i in range(count):
            info.struct_size = c.sizeof(info)
            _check(get(handle, i, c.byref(info)))
            known = [None if number < 0 else number for number in (info.length, info.precision, info.scale)]
            columns.append((_text(info.name), info.type, None, *known, {0: False, 1: True}.get(info.nullable)))
        self.description = columns or None

    def _prepare(self, sql):
        conn, data = self._handle(), sql.encode()
        self._finish()
        self.description, self.rowcount, self.lastrowid = None, -1, None
        self._stmt = _need(_lib.alk_conn_prepare(conn, data, len(data)))
        return self._stmt

    def prepare(self, sql):
        """Compiles the statement without running it; description is known from here on. Returns how many parameters it takes."""
        stmt = self._prepare(sql)
        count = _lib.alk_stmt_column_count(stmt)
        if count < 0:
            _fail()
        self._describe(count, _lib.alk_stmt_column, stmt)
        return _lib.alk_stmt_param_count(stmt)

    def _run_prepared(self, sql, parameters):
        stmt = self._prepare(sql)
        if _lib.alk_stmt_param_count(stmt) != len(parameters):
            raise ProgrammingError("%d parameters for %d markers" % (len(parameters), _lib.alk_stmt_param_count(stmt)))
        for position, item in enumerate(parameters, 1):
            _check(_bind(stmt, position, item))
        return _lib.alk_stmt_execute(stmt, None)

    def _run_unprepared(self, sql, parameters):
        conn, data, keep = self._handle(), sql.encode(), []
        self._finish()
        self.description, self.rowcount, self.lastrowid = None, -1, None
        values = (Value * max(1, len(parameters)))(*[_to_value(item, keep) for item in parameters])
        options = ExecutionOptions(struct_size=c.sizeof(ExecutionOptions), unprepared=1)
        return _lib.alk_conn_execute_driver(conn, data, len(data), values, len(parameters), c.byref(options))

    def execute(self, sql, parameters=(), prepared=True):
        self._result = _need((self._run_prepared if prepared else self._run_unprepared)(sql, parameters))
        self._describe(_lib.alk_column_count(self._result), _lib.alk_result_column, self._result)
        if self.description is None:
            self.rowcount = _lib.alk_affected(self._result)
            self.lastrowid = _lib.alk_last_insert_id(self._result) or None
            self._finish()
        return self

    def executemany(self, sql, rows):
        stmt, keep, changed = self._prepare(sql), [], c.c_int64(-1)
        rows, width = list(rows), _lib.alk_stmt_param_count(stmt)
        if any(len(row) != width for row in rows):
            raise ProgrammingError("a row without %d parameters" % width)
        values = (Value * max(1, width * len(rows)))(*[_to_value(item, keep) for row in rows for item in row])
        _check(_lib.alk_stmt_execute_many(stmt, values, len(rows), c.byref(changed)))
        self.rowcount = changed.value
        self._finish()
        return self

    def _row(self):
        if self.raw:
            return tuple(_text(_lib.alk_get_string(self._result, i)) for i in range(len(self.description)))
        return tuple(_from_value(_lib.alk_get_value(self._result, i)) for i in range(len(self.description)))

    def fetchone(self):
        self._handle()
        if self.description is None:
            raise ProgrammingError("the last statement returned no rows")
        if not self._result:
            return None
        if _lib.alk_next(self._result):
            row = self._row()
            _check(_lib.alk_result_status(self._result))
            return row
        failed = _lib.alk_result_status(self._result) != 0
        failure = _exception(_lib.alk_last_error().contents) if failed else None
        self._finish()
        if failure:
            raise failure
        return None

    def fetchmany(self, size=None):
        rows = []
        while len(rows) < (self.arraysize if size is None else size):
            row = self.fetchone()
            if row is None:
                break
            rows.append(row)
        return rows

    def fetchall(self):
        return list(iter(self.fetchone, None))

    def setinputsizes(self, sizes):
        pass

    def setoutputsize(self, size, column=None):
        pass

    def __iter__(self):
        return iter(self.fetchone, None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
