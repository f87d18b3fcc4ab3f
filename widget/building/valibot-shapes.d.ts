export declare const known: ReadonlySet<string>
export declare function isValibot(path: string): boolean
export declare function withShapes(code: string): string
