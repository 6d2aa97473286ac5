import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["out/"] },
  {
    files: ["src/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: { "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }], "max-len": ["error", 140] },
  },
);
