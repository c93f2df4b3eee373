/**
 * How a line may end, for csv-parse. Left to find it out itself it allocates at every character until it has met one:
 * text without a line break then takes five times as long.
 */
export const LINE_ENDS = ['\r\n', '\n', '\r']
