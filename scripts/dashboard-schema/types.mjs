// Writes types.ts: one exported type for the dashboard, the row, and each panel type of Grafana.

// The panel's type string, the folder that holds its types, and whether it has field options of its own.
const PANELS = [
  ["timeseries", "timeseries", true],
  ["stat", "stat", false],
  ["gauge", "gauge", false],
  ["bargauge", "bargauge", false],
  ["table", "table", true],
  ["heatmap", "heatmap", true],
  ["logs", "logs", false],
  ["text", "text", false],
  ["state-timeline", "statetimeline", true],
  ["status-history", "statushistory", true],
  ["histogram", "histogram", true],
  ["barchart", "barchart", true],
  ["piechart", "piechart", true],
  ["xychart", "xychart", true],
  ["trend", "trend", true],
  ["candlestick", "candlestick", true],
  ["geomap", "geomap", false],
  ["nodeGraph", "nodegraph", false],
  ["news", "news", false],
  ["dashlist", "dashboardlist", false],
  ["annolist", "annotationslist", false],
  ["canvas", "canvas", false],
];
// Panels whose options @grafana/schema does not describe.
const FREE = ["alertlist", "traces", "flamegraph"];

// The package's export map hides the raw types, so they are reached by path.
const RAW = "./node_modules/@grafana/schema/dist/types/raw";

const lines = [
  `import type * as raw from "${RAW}/dashboard/x/types.gen";`,
  ...PANELS.map(([, folder]) => `import type * as ${folder} from "${RAW}/composable/${folder}/panelcfg/x/types.gen";`),
  "",
  "type None = Record<string, never>;",
  "type PanelOf<T extends string, O, C> = Omit<raw.Panel, 'type' | 'options' | 'fieldConfig'> & {",
  "  type: T;",
  "  options?: O;",
  "  fieldConfig?: {",
  "    defaults: Omit<raw.FieldConfig, 'custom'> & { custom?: C };",
  "    overrides: raw.FieldConfigSource['overrides'];",
  "  };",
  "};",
  "export type Dashboard = Omit<raw.Dashboard, 'panels'> & { panels?: unknown[] };",
  "export type Panel_row = Omit<raw.RowPanel, 'panels'> & { panels: unknown[] };",
];
for (const [type, folder, hasFields] of PANELS) {
  const fields = hasFields ? `Partial<${folder}.FieldConfig>` : "None";
  lines.push(`export type Panel_${type.replaceAll("-", "_")} = PanelOf<'${type}', Partial<${folder}.Options>, ${fields}>;`);
}
for (const type of FREE) {
  lines.push(`export type Panel_${type} = PanelOf<'${type}', Record<string, unknown>, Record<string, unknown>>;`);
}
console.log(lines.join("\n"));
