import { describe, expect, it } from "vitest";
import { deedOf, isTyping, SHEET, STEPS, type Press } from "./keys";
import { messages } from "./i18n";

const press = (some: Partial<Press>): Press => ({
  key: "", code: "", altKey: false, ctrlKey: false, metaKey: false, isComposing: false, keyCode: 0, defaultPrevented: false, target: document.body, ...some,
});
const field = (type = "text") => Object.assign(document.createElement("input"), { type });

describe("keys", () => {
  it("lead to the steps and places their sheet names", () => {
    expect(STEPS.map((_, at) => deedOf(press({ key: String(at + 1), altKey: true })))).toEqual(STEPS.map((step) => ({ kind: "step", step })));
    expect(deedOf(press({ key: "8", altKey: true }))).toEqual({ kind: "place", to: "/person" });
    expect(deedOf(press({ key: "0", altKey: true }))).toEqual({ kind: "place", to: "/" });
    expect(deedOf(press({ key: "k", ctrlKey: true }))).toEqual({ kind: "go" });
    expect(deedOf(press({ key: "K", metaKey: true }))).toEqual({ kind: "go" });
    expect(deedOf(press({ key: "z", ctrlKey: true }))).toEqual({ kind: "undo" });
    expect(deedOf(press({ key: "z", ctrlKey: true, target: field() }))).toBeNull();
    expect(deedOf(press({ key: "/" }))).toEqual({ kind: "find" });
    expect(deedOf(press({ key: "？" }))).toEqual({ kind: "sheet" });
    expect(deedOf(press({ key: "F1" }))).toEqual({ kind: "help" });
  });

  it("go by the key where a modifier changes its character", () => {
    expect(deedOf(press({ key: "¡", code: "Digit1", altKey: true }))).toEqual({ kind: "step", step: "choose" });
  });

  it("mean nothing while somebody types", () => {
    for (const target of [field(), field("search"), document.createElement("textarea"), document.createElement("select")]) {
      for (const one of [{ key: "?" }, { key: "/" }, { key: "1", altKey: true }, { key: "k", ctrlKey: true }]) {
        expect(deedOf(press({ ...one, target }))).toBeNull();
      }
    }
    expect(isTyping(field("checkbox"))).toBe(false);
  });

  it("mean nothing while a word is being composed", () => {
    expect(deedOf(press({ key: "?", isComposing: true }))).toBeNull();
    expect(deedOf(press({ key: "?", keyCode: 229 }))).toBeNull();
    expect(deedOf(press({ key: "?", defaultPrevented: true }))).toBeNull();
  });

  it("leave other keys alone", () => {
    for (const one of [{ key: "a" }, { key: "k" }, { key: "1" }, { key: "1", altKey: true, ctrlKey: true }, { key: "p", ctrlKey: true }]) {
      expect(deedOf(press(one))).toBeNull();
    }
  });

  it("have a sentence each", () => {
    const said = (messages()["app"] as { keys: Record<string, unknown> }).keys;
    expect(SHEET.flatMap((group) => group.lines.map((line) => line.text)).filter((text) => typeof said[text] !== "string")).toEqual([]);
  });
});
