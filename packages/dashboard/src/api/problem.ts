/** What the API answers in place of what was asked, or why it could not be asked. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly detail: string | undefined;
  /** What is wrong with which field of what was sent. */
  readonly fields: readonly FieldFault[];

  constructor(status: number, title: string, detail?: string, fields: readonly FieldFault[] = []) {
    super(title);
    this.name = 'ApiProblem';
    this.status = status;
    this.detail = detail;
    this.fields = fields;
  }
}

export type FieldFault = { path: string; message: string };

/** What the API says is wrong with this field. */
export const faultOf = (error: unknown, field: string): string | undefined =>
  error instanceof ApiProblem ? error.fields.find(({ path }) => path === field)?.message : undefined;

/** Whether who looks has to sign in first. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;
