/** An expected failure, reported to the user in one line without a stack. */
export class Refusal extends Error {
  name = 'Refusal';
}

const REASONS = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file of that name is in the way',
  ENOTDIR: 'a file of that name is in the way',
};

/** Returns why the system refused a file or folder, in words; null for any other error. */
export const systemReason = (error) => REASONS[error?.code] ?? null;
