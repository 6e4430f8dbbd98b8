/** One word of a POSIX shell that stands for exactly this text. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_%+=:,./@-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
