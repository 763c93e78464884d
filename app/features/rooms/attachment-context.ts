import { createContext } from "react";

/** Address below which the files of a room's messages are, for whoever shows one. */
export const FilesUrlContext = createContext("");
