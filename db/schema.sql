-- Generated from the migrations; compared by tests/storage/test_schema.py.
CREATE TABLE _sqlite_migrations (
  id INTEGER PRIMARY KEY, migration_set TEXT NOT NULL, name TEXT NOT NULL, applied_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX _sqlite_migrations_name ON _sqlite_migrations (migration_set, name);
CREATE TABLE meta (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), uuid TEXT NOT NULL, revision INTEGER NOT NULL,
  schema_version INTEGER NOT NULL, created_at TEXT NOT NULL, created_with TEXT NOT NULL
) STRICT;
CREATE TABLE board (
  uid TEXT NOT NULL, title TEXT NOT NULL, city TEXT, city_code TEXT, division TEXT,
  is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
  print_colour TEXT, print_footer TEXT, source TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE "plan" (
  uid TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, version TEXT, start TEXT, "end" TEXT,
  period_label TEXT, source TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE level (
  uid TEXT NOT NULL,
  "plan" TEXT NOT NULL REFERENCES "plan" (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, name TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX level_plan ON level ("plan");
CREATE TABLE department (
  uid TEXT NOT NULL, name TEXT NOT NULL, bureau TEXT, position INTEGER NOT NULL,
  valid_from TEXT CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE named_period (
  uid TEXT NOT NULL, label TEXT NOT NULL,
  start TEXT CHECK (start GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "end" TEXT CHECK ("end" GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  certainty TEXT NOT NULL CHECK (certainty IN ('certain', 'inferred', 'unknown')),
  sort_key TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE meeting (
  uid TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, council TEXT, fiscal_year TEXT,
  held_on TEXT CHECK (held_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  as_of TEXT CHECK (as_of GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  paper_title TEXT, paper_number TEXT,
  paper_mark TEXT CHECK (paper_mark IN ('draft', 'replaced', 'tabled')),
  presenter TEXT, paper_note TEXT, closing TEXT, frozen_at TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE node (
  uid TEXT NOT NULL,
  "plan" TEXT REFERENCES "plan" (uid) DEFERRABLE INITIALLY DEFERRED,
  level TEXT REFERENCES level (uid) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('goal', 'measure', 'initiative', 'group', 'vision', 'roadmap')),
  number TEXT, title TEXT NOT NULL,
  title_given INTEGER NOT NULL CHECK (title_given IN (0, 1)),
  subtitle TEXT, page_label TEXT,
  printed INTEGER NOT NULL CHECK (printed IN (0, 1)),
  valid_from TEXT CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX node_plan ON node ("plan") WHERE "plan" IS NOT NULL;
CREATE INDEX node_level ON node (level) WHERE level IS NOT NULL;
CREATE TABLE placement (
  uid TEXT NOT NULL,
  parent TEXT REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  child TEXT NOT NULL REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX placement_parent ON placement (parent) WHERE parent IS NOT NULL;
CREATE INDEX placement_child ON placement (child);
CREATE TABLE metric (
  uid TEXT NOT NULL,
  node TEXT REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT, unit TEXT,
  value_type TEXT NOT NULL CHECK (value_type IN ('number', 'ratio', 'milestone', 'text')),
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down', 'keep', 'none')),
  aggregation TEXT NOT NULL CHECK (aggregation IN ('sum', 'last', 'mean', 'max', 'cumulative', 'gross', 'none')),
  scale TEXT NOT NULL CHECK (scale IN ('one', 'percent')),
  rounding TEXT NOT NULL CHECK (rounding IN ('half_up', 'down', 'up')),
  digits INTEGER,
  qualifier TEXT CHECK (qualifier IN ('約', 'おおむね', '以上', '以下', '未満', '超', '程度')),
  formula TEXT,
  is_reference INTEGER NOT NULL CHECK (is_reference IN (0, 1)),
  source TEXT, fixed_when TEXT, remark TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX metric_node ON metric (node) WHERE node IS NOT NULL;
CREATE TABLE indicator (
  uid TEXT NOT NULL,
  node TEXT NOT NULL REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  metric TEXT NOT NULL REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  number TEXT, title TEXT NOT NULL, position INTEGER NOT NULL,
  origin TEXT CHECK (origin IN ('original', 'added', 'changed')),
  valid_from TEXT CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  remark TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX indicator_node ON indicator (node);
CREATE INDEX indicator_metric ON indicator (metric);
CREATE TABLE target (
  uid TEXT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL, revision INTEGER NOT NULL,
  decided_on TEXT CHECK (decided_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  is_final INTEGER NOT NULL CHECK (is_final IN (0, 1)),
  value TEXT CHECK (value NOT GLOB '*[^-0-9.]*' AND value GLOB '*[0-9]' AND value NOT GLOB '?*-*' AND value NOT GLOB
      '*.*.*' AND value NOT GLOB '.*' AND value NOT GLOB '-.*' AND value NOT GLOB '0[0-9]*' AND value NOT GLOB
      '-0[0-9]*'),
  "text" TEXT,
  missing TEXT CHECK (missing IN ('not_counted', 'surveying', 'not_applicable', 'unknown', 'as_printed')),
  numerator TEXT CHECK (numerator NOT GLOB '*[^-0-9.]*' AND numerator GLOB '*[0-9]' AND numerator NOT GLOB '?*-*'
      AND numerator NOT GLOB '*.*.*' AND numerator NOT GLOB '.*' AND numerator NOT GLOB '-.*' AND numerator NOT GLOB
      '0[0-9]*' AND numerator NOT GLOB '-0[0-9]*'),
  denominator TEXT CHECK (denominator NOT GLOB '*[^-0-9.]*' AND denominator GLOB '*[0-9]' AND denominator NOT GLOB
      '?*-*' AND denominator NOT GLOB '*.*.*' AND denominator NOT GLOB '.*' AND denominator NOT GLOB '-.*' AND
      denominator NOT GLOB '0[0-9]*' AND denominator NOT GLOB '-0[0-9]*'),
  qualifier TEXT CHECK (qualifier IN ('約', 'おおむね', '以上', '以下', '未満', '超', '程度')),
  quality TEXT CHECK (quality IN ('provisional', 'final', 'forecast', 'part', 'reconstructed')),
  unit TEXT,
  rounding TEXT CHECK (rounding IN ('half_up', 'down', 'up')),
  digits INTEGER, printed TEXT, period_label TEXT, remark TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX target_indicator ON target (indicator);
CREATE TABLE responsibility (
  uid TEXT NOT NULL,
  department TEXT NOT NULL REFERENCES department (uid) DEFERRABLE INITIALLY DEFERRED,
  node TEXT REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  indicator TEXT REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
  metric TEXT REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX responsibility_department ON responsibility (department);
CREATE INDEX responsibility_node ON responsibility (node) WHERE node IS NOT NULL;
CREATE INDEX responsibility_indicator ON responsibility (indicator) WHERE indicator IS NOT NULL;
CREATE INDEX responsibility_metric ON responsibility (metric) WHERE metric IS NOT NULL;
CREATE TABLE succession (
  uid TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('replaced', 'split', 'merged', 'renamed', 'ended')),
  on_date TEXT CHECK (on_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  department_from TEXT REFERENCES department (uid) DEFERRABLE INITIALLY DEFERRED,
  department_to TEXT REFERENCES department (uid) DEFERRABLE INITIALLY DEFERRED,
  indicator_from TEXT REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
  indicator_to TEXT REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
  note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX succession_department_from ON succession (department_from) WHERE department_from IS NOT NULL;
CREATE INDEX succession_department_to ON succession (department_to) WHERE department_to IS NOT NULL;
CREATE INDEX succession_indicator_from ON succession (indicator_from) WHERE indicator_from IS NOT NULL;
CREATE INDEX succession_indicator_to ON succession (indicator_to) WHERE indicator_to IS NOT NULL;
CREATE TABLE scheme (
  uid TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, source TEXT, note TEXT, rev INTEGER NOT NULL,
  PRIMARY KEY (uid)
) STRICT;
CREATE TABLE legend (
  uid TEXT NOT NULL,
  scheme TEXT NOT NULL REFERENCES scheme (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, code TEXT, label TEXT NOT NULL,
  mark TEXT NOT NULL CHECK (mark IN ('circle', 'triangle', 'square', 'diamond', 'star', 'none')),
  colour TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX legend_scheme ON legend (scheme);
CREATE TABLE reason (
  uid TEXT NOT NULL,
  scheme TEXT NOT NULL REFERENCES scheme (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, label TEXT NOT NULL,
  legend TEXT REFERENCES legend (uid) DEFERRABLE INITIALLY DEFERRED,
  needs_note INTEGER NOT NULL CHECK (needs_note IN (0, 1)),
  rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX reason_scheme ON reason (scheme);
CREATE INDEX reason_legend ON reason (legend) WHERE legend IS NOT NULL;
CREATE TABLE rule (
  uid TEXT NOT NULL,
  scheme TEXT NOT NULL REFERENCES scheme (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, condition TEXT NOT NULL,
  reason TEXT NOT NULL REFERENCES reason (uid) DEFERRABLE INITIALLY DEFERRED,
  note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX rule_scheme ON rule (scheme);
CREATE INDEX rule_reason ON rule (reason);
CREATE TABLE assessment (
  uid TEXT NOT NULL,
  scheme TEXT NOT NULL REFERENCES scheme (uid) DEFERRABLE INITIALLY DEFERRED,
  node TEXT REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  indicator TEXT REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
  meeting TEXT REFERENCES meeting (uid) DEFERRABLE INITIALLY DEFERRED,
  period TEXT,
  reason TEXT REFERENCES reason (uid) DEFERRABLE INITIALLY DEFERRED,
  printed TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX assessment_scheme ON assessment (scheme);
CREATE INDEX assessment_node ON assessment (node) WHERE node IS NOT NULL;
CREATE INDEX assessment_indicator ON assessment (indicator) WHERE indicator IS NOT NULL;
CREATE INDEX assessment_meeting ON assessment (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX assessment_reason ON assessment (reason) WHERE reason IS NOT NULL;
CREATE TABLE table_view (
  uid TEXT NOT NULL,
  node TEXT NOT NULL REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  title TEXT NOT NULL,
  axis TEXT NOT NULL CHECK (axis IN ('months', 'years', 'events', 'columns')),
  orientation TEXT NOT NULL CHECK (orientation IN ('across', 'down')),
  start TEXT, "end" TEXT, unit TEXT, row_heading TEXT, total_label TEXT, printed_total_label TEXT, remark TEXT,
  note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX table_view_node ON table_view (node);
CREATE TABLE table_row (
  uid TEXT NOT NULL,
  "table" TEXT NOT NULL REFERENCES table_view (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  metric TEXT REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  label TEXT, sublabel TEXT,
  role TEXT NOT NULL CHECK (role IN ('value', 'total', 'rate', 'heading')),
  rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX table_row_table ON table_row ("table");
CREATE INDEX table_row_metric ON table_row (metric) WHERE metric IS NOT NULL;
CREATE TABLE table_column (
  uid TEXT NOT NULL,
  "table" TEXT NOT NULL REFERENCES table_view (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, period TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('result', 'baseline', 'forecast', 'rate')),
  label TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX table_column_table ON table_column ("table");
CREATE TABLE loose_line (
  uid TEXT NOT NULL,
  "table" TEXT NOT NULL REFERENCES table_view (uid) DEFERRABLE INITIALLY DEFERRED,
  metric TEXT REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  period TEXT, figures TEXT NOT NULL, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX loose_line_table ON loose_line ("table");
CREATE INDEX loose_line_metric ON loose_line (metric) WHERE metric IS NOT NULL;
CREATE TABLE event (
  uid TEXT NOT NULL,
  metric TEXT NOT NULL REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, period TEXT NOT NULL, printed_day TEXT,
  certainty TEXT NOT NULL CHECK (certainty IN ('certain', 'inferred', 'unknown')),
  place TEXT, title TEXT, remark TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX event_metric ON event (metric);
CREATE TABLE block (
  uid TEXT NOT NULL,
  node TEXT NOT NULL REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  meeting TEXT REFERENCES meeting (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'table', 'chart', 'list', 'figures', 'flow', 'roadmap', 'image')),
  heading TEXT,
  as_of TEXT CHECK (as_of GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  body TEXT,
  "table" TEXT REFERENCES table_view (uid) DEFERRABLE INITIALLY DEFERRED,
  chart_kind TEXT CHECK (chart_kind IN ('line', 'column', 'stacked', 'combo')),
  start TEXT, "end" TEXT,
  image TEXT REFERENCES image (uid) DEFERRABLE INITIALLY DEFERRED,
  caption TEXT, alt_text TEXT, source TEXT, permission TEXT,
  printed INTEGER NOT NULL CHECK (printed IN (0, 1)),
  note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX block_node ON block (node);
CREATE INDEX block_meeting ON block (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX block_table ON block ("table") WHERE "table" IS NOT NULL;
CREATE INDEX block_image ON block (image) WHERE image IS NOT NULL;
CREATE TABLE list_item (
  uid TEXT NOT NULL,
  block TEXT NOT NULL REFERENCES block (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, number TEXT, "text" TEXT NOT NULL,
  starts_on TEXT CHECK (starts_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  department TEXT REFERENCES department (uid) DEFERRABLE INITIALLY DEFERRED,
  metric TEXT REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  period TEXT, remark TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX list_item_block ON list_item (block);
CREATE INDEX list_item_department ON list_item (department) WHERE department IS NOT NULL;
CREATE INDEX list_item_metric ON list_item (metric) WHERE metric IS NOT NULL;
CREATE TABLE phase (
  uid TEXT NOT NULL,
  block TEXT NOT NULL REFERENCES block (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, label TEXT NOT NULL, start TEXT, "end" TEXT, printed TEXT, remark TEXT,
  rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX phase_block ON phase (block);
CREATE TABLE chart_series (
  uid TEXT NOT NULL,
  block TEXT NOT NULL REFERENCES block (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  metric TEXT NOT NULL REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  label TEXT,
  mark TEXT NOT NULL CHECK (mark IN ('bar', 'line')),
  axis TEXT NOT NULL CHECK (axis IN ('left', 'right')),
  rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX chart_series_block ON chart_series (block);
CREATE INDEX chart_series_metric ON chart_series (metric);
CREATE TABLE slide (
  uid TEXT NOT NULL,
  meeting TEXT REFERENCES meeting (uid) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('cover', 'section', 'goal', 'item', 'closing')),
  node TEXT REFERENCES node (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  chosen TEXT CHECK (chosen IN ('in', 'out')),
  rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX slide_meeting ON slide (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX slide_node ON slide (node) WHERE node IS NOT NULL;
CREATE TABLE correction (
  uid TEXT NOT NULL,
  meeting TEXT NOT NULL REFERENCES meeting (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, place TEXT NOT NULL, "before" TEXT NOT NULL, "after" TEXT NOT NULL,
  made_on TEXT CHECK (made_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  reason TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX correction_meeting ON correction (meeting);
CREATE TABLE settlement (
  uid TEXT NOT NULL, code TEXT NOT NULL, row_table TEXT NOT NULL, row_key TEXT NOT NULL, row_field TEXT, printed TEXT,
  computed TEXT, note TEXT, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE observation (
  metric TEXT NOT NULL REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('result', 'baseline', 'forecast', 'rate')),
  as_of TEXT NOT NULL CHECK (as_of = '' OR as_of GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  value TEXT CHECK (value NOT GLOB '*[^-0-9.]*' AND value GLOB '*[0-9]' AND value NOT GLOB '?*-*' AND value NOT GLOB
      '*.*.*' AND value NOT GLOB '.*' AND value NOT GLOB '-.*' AND value NOT GLOB '0[0-9]*' AND value NOT GLOB
      '-0[0-9]*'),
  "text" TEXT,
  missing TEXT CHECK (missing IN ('not_counted', 'surveying', 'not_applicable', 'unknown', 'as_printed')),
  numerator TEXT CHECK (numerator NOT GLOB '*[^-0-9.]*' AND numerator GLOB '*[0-9]' AND numerator NOT GLOB '?*-*'
      AND numerator NOT GLOB '*.*.*' AND numerator NOT GLOB '.*' AND numerator NOT GLOB '-.*' AND numerator NOT GLOB
      '0[0-9]*' AND numerator NOT GLOB '-0[0-9]*'),
  denominator TEXT CHECK (denominator NOT GLOB '*[^-0-9.]*' AND denominator GLOB '*[0-9]' AND denominator NOT GLOB
      '?*-*' AND denominator NOT GLOB '*.*.*' AND denominator NOT GLOB '.*' AND denominator NOT GLOB '-.*' AND
      denominator NOT GLOB '0[0-9]*' AND denominator NOT GLOB '-0[0-9]*'),
  qualifier TEXT CHECK (qualifier IN ('約', 'おおむね', '以上', '以下', '未満', '超', '程度')),
  quality TEXT CHECK (quality IN ('provisional', 'final', 'forecast', 'part', 'reconstructed')),
  unit TEXT,
  rounding TEXT CHECK (rounding IN ('half_up', 'down', 'up')),
  digits INTEGER, printed TEXT, period_label TEXT,
  from_department TEXT REFERENCES department (uid) DEFERRABLE INITIALLY DEFERRED,
  received_on TEXT CHECK (received_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  document TEXT, entered_by TEXT, remark TEXT, note TEXT, rev INTEGER NOT NULL,
  PRIMARY KEY (metric, period, kind, as_of)
) STRICT;
CREATE INDEX observation_from_department ON observation (from_department) WHERE from_department IS NOT NULL;
CREATE TABLE image (
  uid TEXT NOT NULL, mime TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, data BLOB NOT NULL,
  rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE TABLE fixed_version (
  uid TEXT NOT NULL,
  meeting TEXT NOT NULL REFERENCES meeting (uid) DEFERRABLE INITIALLY DEFERRED,
  stage TEXT NOT NULL CHECK (stage IN ('division', 'executive', 'sent', 'held', 'public')),
  made_at TEXT NOT NULL, made_by TEXT, content TEXT NOT NULL, sha256 TEXT NOT NULL, note TEXT, rev INTEGER NOT NULL,
  PRIMARY KEY (uid)
) STRICT;
CREATE INDEX fixed_version_meeting ON fixed_version (meeting);
CREATE TABLE fixed_figure (
  uid TEXT NOT NULL,
  version TEXT NOT NULL REFERENCES fixed_version (uid) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, place TEXT NOT NULL,
  metric TEXT REFERENCES metric (uid) DEFERRABLE INITIALLY DEFERRED,
  period TEXT, printed TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX fixed_figure_version ON fixed_figure (version);
CREATE INDEX fixed_figure_metric ON fixed_figure (metric) WHERE metric IS NOT NULL;
CREATE TABLE history (
  uid TEXT NOT NULL, sequence INTEGER NOT NULL, made_at TEXT NOT NULL, who TEXT, pc TEXT, label TEXT NOT NULL,
  edits TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (uid)
) STRICT;
CREATE INDEX history_sequence ON history (sequence);
