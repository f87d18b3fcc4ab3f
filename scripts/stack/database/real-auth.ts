import {
  ColumnNode,
  InsertQueryNode,
  type KyselyPlugin,
  PrimitiveValueListNode,
  type RootOperationNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from 'kysely'

/** The one instance that real Auth knows; it finds nobody without. */
export const instanceId = '00000000-0000-0000-0000-000000000000'

/**
 * Leaves the numbering of refresh tokens to the database: real Auth's are numbers of a sequence, where
 * `@supabase/lite` writes text of its own. And writes the instance that they belong to in its place.
 */
export const tokensOfRealAuth: KyselyPlugin = {
  transformQuery: ({ node }) => withInstance(node),
  transformResult: ({ result }) => Promise.resolve(result),
}

function withInstance(node: RootOperationNode): RootOperationNode {
  if (!InsertQueryNode.is(node) || node.into?.table.identifier.name !== 'refresh_tokens')
    return node
  const { columns = [], values } = node
  const position = columns.findIndex(({ column }: ColumnNode) => column.name === 'id')
  if (position === -1 || !values || !ValuesNode.is(values)) return node
  return {
    ...node,
    columns: columns.with(position, ColumnNode.create('instance_id')),
    values: ValuesNode.create(
      values.values.map((row) =>
        PrimitiveValueListNode.is(row)
          ? PrimitiveValueListNode.create(row.values.with(position, instanceId))
          : ValueListNode.create(row.values.with(position, ValueNode.create(instanceId))),
      ),
    ),
  }
}
