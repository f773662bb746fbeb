import { mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { i18n } from "@/app/i18n";
import DateField from "./DateField.vue";

function field(modelValue: string | null = null) {
  return mount(DateField, {
    props: { label: "张贴日期", modelValue },
    global: { plugins: [i18n] },
    attachTo: document.body,
  });
}

describe("the date field", () => {
  it("takes any customary way of writing when it is left", async () => {
    const wrapper = field();
    await wrapper.get("input").setValue("2025年9月15日");
    expect(wrapper.emitted("update:modelValue")).toBeUndefined();
    await wrapper.get("input").trigger("blur");
    expect(wrapper.emitted("update:modelValue")).toEqual([["2025-09-15"]]);
  });

  it("says what is wrong after leaving, not while typing", async () => {
    const wrapper = field();
    await wrapper.get("input").setValue("2025-02-30");
    expect(wrapper.find("[role=alert]").exists()).toBe(false);
    await wrapper.get("input").trigger("blur");
    expect(wrapper.get("[role=alert]").text()).toContain("2025");
    expect(wrapper.get("input").attributes("aria-invalid")).toBe("true");
  });

  it("does not take Enter while a word is being composed", async () => {
    const wrapper = field();
    await wrapper.get("input").setValue("20250915");
    await wrapper.get("input").trigger("keydown", { key: "Enter", keyCode: 229 });
    expect(wrapper.emitted("update:modelValue")).toBeUndefined();
  });

  it("makes its calendar only when opened and moves in it by keys", async () => {
    const wrapper = field("2025-09-15");
    expect(wrapper.find("[data-day]").exists()).toBe(false);
    await wrapper.get("button").trigger("click");
    expect(wrapper.get('[data-day="2025-09-15"]').attributes("tabindex")).toBe("0");
    await wrapper.get(".days").trigger("keydown", { key: "ArrowDown" });
    expect(wrapper.get('[data-day="2025-09-22"]').attributes("tabindex")).toBe("0");
    await wrapper.get('[data-day="2025-09-22"]').trigger("click");
    expect(wrapper.emitted("update:modelValue")).toEqual([["2025-09-22"]]);
    expect(wrapper.find(".pop").exists()).toBe(false);
  });

  it("can be emptied", async () => {
    const wrapper = field("2025-09-15");
    await wrapper.get("input").setValue("");
    await wrapper.get("input").trigger("blur");
    expect(wrapper.emitted("update:modelValue")).toEqual([[null]]);
  });
});
