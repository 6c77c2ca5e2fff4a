/** A reason not to go on that is told to the user in one line, without a stack. */
export class Refusal extends Error {
  name = 'Refusal';
}
