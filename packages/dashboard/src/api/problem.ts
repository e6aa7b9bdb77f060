/** What the API answers in place of what was asked, or why it could not be asked. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly detail: string | undefined;

  constructor(status: number, title: string, detail?: string) {
    super(title);
    this.name = 'ApiProblem';
    this.status = status;
    this.detail = detail;
  }
}

/** Whether who looks has to sign in first. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;
