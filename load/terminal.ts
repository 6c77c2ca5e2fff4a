export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Progress goes to standard error; standard output is reserved for the result. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);
