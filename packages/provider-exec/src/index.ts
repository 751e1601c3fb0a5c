import { ConfigurationError, defineProvider } from "@upgradectl/provider-sdk";
import { configSchema, expectProperties, idSchema, readCommand, withSchema } from "./config.ts";
import { createConnection } from "./connection.ts";
import { Program } from "./program.ts";

/** Any program as a provider: JSON on its standard input, JSON from its standard output. */
export default defineProvider({
  contract: 1,
  name: "exec",
  config: configSchema,
  cluster: { id: idSchema, with: withSchema, expect: expectProperties },
  reads: [],
  connect: (context) => {
    const { config } = context;
    if (config.endpoint !== undefined)
      throw new ConfigurationError(
        "`endpoint` means nothing here: a program is run, and no request is made",
        {
          pointer: "/endpoint",
          hint: "Hand it to the program: in `settings`, or as a variable in `env`.",
        },
      );
    return createConnection(new Program(context, readCommand(config)), config);
  },
});
