package caravan.sink.sql;

import caravan.ValueType;

/**
 * Where a field is stored.
 *
 * @param field of the row
 * @param type  what the field holds
 * @param name  of the column
 * @param kind  what the column holds
 */
record Column(String field, ValueType type, String name, ColumnKind kind) {}
