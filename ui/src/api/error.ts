import type { Code } from "./bindings";

/** The host's codes, and two for a host that is not there or does not know us. */
export type ErrorCode = Code | "host_lost" | "token_refused";

/** A failure as it travels: a Chinese sentence, a next step, and the number to read out. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  hint?: string | null;
  field?: string | null;
  incident?: string | null;
}

/** A refusal of the host, ready to be shown as it is. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly field: string;
  readonly incident: string;

  constructor(body: ErrorBody) {
    super(body.message);
    this.name = "ApiError";
    this.code = body.code;
    this.hint = body.hint ?? "";
    this.field = body.field ?? "";
    this.incident = body.incident ?? "";
  }

  /** Whatever was thrown, as a refusal that can be shown. */
  static from(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    if (isBody(error)) return new ApiError(error);
    return new ApiError({
      code: "internal",
      message: "窗口里出了意外，刚才这一步没有做完",
      hint: "已保存的内容都在；请重做这一步，仍不行就重新打开",
    });
  }
}

/** Whether a value is the host's error body. */
export function isBody(value: unknown): value is ErrorBody {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as ErrorBody).message === "string" &&
    typeof (value as ErrorBody).code === "string"
  );
}
