/** An expected failure, reported to the user in one line without a stack. */
export class Refusal extends Error {
  name = 'Refusal';
}
