/** `YYYYMMDDTHHMMSSZ`, in UTC, as the V4 signatures write a moment. */
export function stampOf(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}
