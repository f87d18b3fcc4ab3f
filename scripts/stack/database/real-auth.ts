import {
  type ColumnNode,
  InsertQueryNode,
  type KyselyPlugin,
  PrimitiveValueListNode,
  type RootOperationNode,
  ValueListNode,
  ValuesNode,
} from 'kysely'

/**
 * Leaves the numbering of refresh tokens to the database: real Auth's are numbers of a sequence, where
 * `@supabase/lite` writes text of its own.
 */
export const generatedTokenIds: KyselyPlugin = {
  transformQuery: ({ node }) => withoutTokenId(node),
  transformResult: ({ result }) => Promise.resolve(result),
}

function withoutTokenId(node: RootOperationNode): RootOperationNode {
  if (!InsertQueryNode.is(node) || node.into?.table.identifier.name !== 'refresh_tokens')
    return node
  const { columns = [], values } = node
  const position = columns.findIndex(({ column }: ColumnNode) => column.name === 'id')
  if (position === -1 || !values || !ValuesNode.is(values)) return node
  const others = (_: unknown, index: number) => index !== position
  return {
    ...node,
    columns: columns.filter(others),
    values: ValuesNode.create(
      values.values.map((row) =>
        PrimitiveValueListNode.is(row)
          ? PrimitiveValueListNode.create(row.values.filter(others))
          : ValueListNode.create(row.values.filter(others)),
      ),
    ),
  }
}
