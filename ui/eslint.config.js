import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

/** The rule that keeps the window layered: app → features → shared, api. */
function forbid(...groups) {
  return ["error", { patterns: groups.map(([group, message]) => ({ group, message })) }];
}

const tauri = [["@tauri-apps/*"], "只有 api/host-tauri.ts 可以引用 Tauri"];

export default ts.config(
  { ignores: ["dist", "components.d.ts", "src/api/bindings.ts"] },
  ...ts.configs.strict,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      eqeqeq: "error",
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/no-static-inline-styles": "error",
      "vue/no-v-html": "error",
      "vue/require-default-prop": "off",
      // Line breaking is left to the writer; the width is what matters.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/first-attribute-linebreak": "off",
      "vue/multi-word-component-names": "off",
      "no-restricted-imports": forbid(tauri),
    },
  },
  {
    files: ["src/features/**"],
    rules: {
      "no-restricted-imports": forbid(
        tauri,
        [["@/features/*", "../../*"], "功能之间不互相引用；共用的放进 shared"],
        [["@/app/*"], "功能不引用外壳"],
      ),
    },
  },
  {
    files: ["src/shared/**", "src/api/**"],
    rules: {
      "no-restricted-imports": forbid(tauri, [
        ["@/features/*", "@/app/*"],
        "共用部分不引用功能和外壳",
      ]),
    },
  },
  // A component under test is mounted with the sentences it will have.
  { files: ["**/*.test.ts"], rules: { "no-restricted-imports": forbid(tauri) } },
  { files: ["src/api/host-tauri.ts"], rules: { "no-restricted-imports": "off" } },
);
