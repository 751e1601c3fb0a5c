/** The word after the program's name with which the shells' scripts ask for candidates. */
export const askWord = "__complete";
