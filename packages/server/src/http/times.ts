/** localTime writes milliseconds since the epoch as `YYYY-MM-DDTHH:MM:SS.ffffff` in the server's local time, as clients of v1 parse it. */
export function localTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day}T${clock}.${String(date.getMilliseconds()).padStart(3, '0')}000`;
}

/** zonedTime writes milliseconds since the epoch as `YYYY-MM-DDTHH:MM:SS.ffffff+00:00`, as MinerU 3.x does. */
export function zonedTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000+00:00');
}
