export function run(a: number): number { return a }
