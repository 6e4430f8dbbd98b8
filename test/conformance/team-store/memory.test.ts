import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { describeTeamList } from "./team-list-suite.ts";
import { describeTeamStore } from "./team-store-suite.ts";

// The interleaving tests run on this store: it must behave as the real one does.
const emptyStore = async () => ({ store: memoryTeamStore(), close: async () => undefined });

describeTeamStore("teams and claims in memory", emptyStore);
describeTeamList("the list of teams in memory", emptyStore);
