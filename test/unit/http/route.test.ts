import { expectTypeOf, it } from "vitest";
import type { Handlers, Input, Reply } from "../../../lib/http/route.ts";
import type { Principal } from "../../../lib/principal.ts";
import type { routes } from "./sample-api.ts";

type Of = typeof routes;

it("a handler's input is inferred from its contract", () => {
  expectTypeOf<Input<Of["createTeam"]>["principal"]>().toEqualTypeOf<Principal>();
  expectTypeOf<Input<Of["createTeam"]>["body"]["teamName"]>().toEqualTypeOf<string>();
  expectTypeOf<Input<Of["createTeam"]>["params"]>().not.toHaveProperty("team");
  expectTypeOf<Input<Of["getTeam"]>["principal"]>().toEqualTypeOf<undefined>();
  expectTypeOf<Input<Of["getTeam"]>["params"]>().toEqualTypeOf<{ team: string }>();
  expectTypeOf<Input<Of["getTeam"]>["body"]>().toEqualTypeOf<undefined>();
});

it("a reply has a status of the contract and its body", () => {
  expectTypeOf<Reply<Of["createTeam"]>["status"]>().toEqualTypeOf<201>();
  expectTypeOf<{ status: 201; body: { name: string; by: string } }>().toExtend<Reply<Of["createTeam"]>>();
  expectTypeOf<{ status: 200; body: { name: string; by: string } }>().not.toExtend<Reply<Of["createTeam"]>>();
  expectTypeOf<{ status: 201; body: { name: string } }>().not.toExtend<Reply<Of["createTeam"]>>();
  expectTypeOf<{ status: 204; body: string }>().not.toExtend<Reply<Of["deleteTeam"]>>();
});

it("every route needs a handler", () => {
  expectTypeOf<Omit<Handlers<Of>, "getTeam">>().not.toExtend<Handlers<Of>>();
});
