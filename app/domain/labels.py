"""Japanese words shared by screen, sheet and messages; the keys are the codes that the file stores."""

NODE_KINDS = {
    "goal": "基本目標",
    "measure": "主要施策",
    "initiative": "取組",
    "group": "DX重点取組み事項",
    "vision": "ビジョン",
    "roadmap": "ロードマップ",
}
CERTAINTIES = {"certain": "確か", "inferred": "推定", "unknown": "不明"}
SUCCESSIONS = {"replaced": "置換え", "split": "分割", "merged": "統合", "renamed": "改称", "ended": "終了"}
INDICATOR_ORIGINS = {"original": "当初", "added": "追加", "changed": "変更"}
MARKS = {"circle": "●", "triangle": "▲", "square": "■", "diamond": "◆", "star": "★", "none": ""}
STAGES = {
    "division": "課内確認",
    "executive": "部長・市長説明",
    "sent": "事前送付",
    "held": "当日",
    "public": "公開",
}
PAPER_MARKS = {"draft": "案", "replaced": "差替", "tabled": "机上配布"}
SLIDE_KINDS = {"cover": "表紙", "section": "見出しの頁", "goal": "目標の頁", "item": "取組の頁", "closing": "結びの頁"}
SLIDE_CHOICES = {"in": "載せる", "out": "載せない"}
MISSING_KINDS = {
    "not_counted": "未集計",
    "surveying": "調査中",
    "not_applicable": "該当なし",
    "unknown": "不明",
    "as_printed": "（印字のまま）",
}
WITHHELD = "withheld"
MISSING_WORDS = MISSING_KINDS | {WITHHELD: "公表前"}
"""What is printed for a missing figure; a file never stores WITHHELD, only the version for the web site knows it."""
QUALIFIER_CODES = {
    "約": "約",
    "おおむね": "おおむね",
    "以上": "以上",
    "以下": "以下",
    "未満": "未満",
    "超": "超",
    "程度": "程度",
}
QUALITIES = {
    "provisional": "速報",
    "final": "確定",
    "forecast": "見込",
    "part": "年度途中",
    "reconstructed": "復元",
}
ROUNDINGS = {"half_up": "四捨五入", "down": "切捨て", "up": "切上げ"}
VALUE_TYPES = {"number": "数値", "ratio": "割合（分子・分母）", "milestone": "到達目標（文章）", "text": "文章"}
DIRECTIONS = {"up": "増やす", "down": "減らす", "keep": "維持する", "none": "方向なし"}
AGGREGATIONS = {
    "sum": "合計",
    "last": "最新",
    "mean": "平均",
    "max": "最大",
    "cumulative": "累計",
    "gross": "延べ",
    "none": "まとめない",
}
SCALES = {"one": "そのまま", "percent": "100倍して％で表示"}
OBSERVATION_KINDS = {"result": "実績", "baseline": "基準値", "forecast": "見込", "rate": "公表達成率"}
AXES = {"months": "月", "years": "年度", "events": "開催日", "columns": "列ごと"}
ORIENTATIONS = {"across": "横に期間", "down": "縦に期間"}
ROLES = {"value": "値", "total": "計", "rate": "率", "heading": "見出し"}
BLOCK_KINDS = {
    "text": "文章",
    "table": "表",
    "chart": "グラフ",
    "list": "一覧",
    "figures": "主な数値",
    "flow": "内訳の流れ",
    "roadmap": "行程",
    "image": "画像",
}
CHART_KINDS = {"line": "折れ線", "column": "棒", "stacked": "積み上げ", "combo": "棒と折れ線"}
CHART_MARKS = {"bar": "棒", "line": "折れ線"}
CHART_AXES = {"left": "左軸", "right": "右軸"}
