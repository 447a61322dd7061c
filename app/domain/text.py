"""Japanese text: repairs of text pasted from a PDF, and keys that find a word however it was typed.

PDF readers hand over radicals (⽤, ⺠) and vertical forms (︓) that look like common characters and are not found by a
search. Real old forms (效, 國) are the city's own spelling: cleaning never touches them, only search keys fold them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["radical", "vertical", "space", "newline", "control", "kana"]

CHANGE_LABELS: Mapping[ChangeKind, str] = {
    "radical": "部首の文字",
    "vertical": "縦書き用の記号",
    "space": "特殊な空白",
    "newline": "改行",
    "control": "見えない制御文字",
    "kana": "濁点・半濁点の分かれた仮名",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of character that was replaced, `count` times; `after` is '' where it was taken out."""

    kind: ChangeKind
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text and what was changed in it, in the order of CHANGE_LABELS and then of the characters."""

    text: str
    changes: tuple[Change, ...]


def _pairs(table: str) -> dict[str, str]:
    """Return the map of a table written as pairs of characters, each the wrong one before the right one."""
    return {pair[0]: pair[1] for pair in table.split()}


# Four Kangxi radicals whose NFKC form is one that Japanese fonts and JIS X 0208 do not have.
_KANGXI_EXCEPTIONS = _pairs("⼾戸 ⾭青 ⿈黄 ⿊黒")

# The CJK Radicals Supplement, of which NFKC knows two; where Chinese simplified a shape, the Japanese one stands.
_RADICALS_SUPPLEMENT = _pairs(
    "⺁厂 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 "
    "⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 "
    "⺪疋 ⺫目 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺰糸 ⺱罓 ⺲罒 ⺶羊 ⺷羊 ⺸羊 ⺹耂 ⺺肀 ⺻聿 ⺼月 ⺽臼 ⺾艹 ⺿艹 "
    "⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅見 ⻆角 ⻇角 ⻈言 ⻉貝 ⻊足 ⻋車 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐金 ⻑長 ⻒長 "
    "⻓長 ⻔門 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韋 ⻚頁 ⻛風 ⻜飛 ⻝食 ⻞食 ⻟食 ⻠食 ⻡首 ⻢馬 ⻣骨 ⻤鬼 ⻥魚 "
    "⻦鳥 ⻧鹵 ⻨麦 ⻩黄 ⻪黽 ⻫斉 ⻬斉 ⻭歯 ⻮歯 ⻯竜 ⻰竜 ⻱亀 ⻲亀 ⻳亀"
)
RADICALS: Mapping[str, str] = (
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | _KANGXI_EXCEPTIONS
    | _RADICALS_SUPPLEMENT
)
"""Radical characters and the common characters that they stand for."""

# NFKC would turn these into half-width signs; running Japanese text wants the full-width ones.
_VERTICAL = _pairs(
    "︐， ︑、 ︒。 ︓： ︔； ︕！ ︖？ ︗〖 ︘〗 ︙… ︰‥ ︱― ︵（ ︶） ︷｛ ︸｝ ︹〔 ︺〕 ︻【 "
    "︼】 ︽《 ︾》 ︿〈 ﹀〉 ﹁「 ﹂」 ﹃『 ﹄』"
)
# The ideographic space U+3000 stays: Japanese text uses it on purpose.
_SPACES = {chr(code): " " for code in (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F)}
# Joiners and variation selectors stay: they choose the form of a character.
_INVISIBLE = {
    chr(code): ""
    for code in (
        *(code for code in range(0x20) if chr(code) not in "\t\n\v\f\r"),
        *range(0x7F, 0xA0),
        *(0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF),
    )
    if code != 0x85
}
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPLIT_KANA = re.compile("[\u3041-\u30ff][\u3099\u309a]")

_DASHES = "‐‑‒–—―−－─━﹣"
_TILDES = "〜～∼˜"
_MARKS = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_TILDES, "~"))
_RADICAL_TABLE = str.maketrans(dict(RADICALS))

_OLD_FORMS = str.maketrans(
    _pairs(
        "亞亜 惡悪 壓圧 圍囲 醫医 壹壱 榮栄 營営 衞衛 驛駅 圓円 鹽塩 緣縁 奧奥 應応 橫横 歐欧 毆殴 溫温 "
        "假仮 價価 畫画 會会 繪絵 壞壊 懷懐 擴拡 覺覚 學学 嶽岳 樂楽 關関 陷陥 觀観 勸勧 歡歓 卷巻 歸帰 "
        "氣気 龜亀 僞偽 戲戯 舊旧 據拠 擧挙 峽峡 狹狭 堯尭 曉暁 區区 驅駆 勳勲 惠恵 溪渓 經経 繼継 莖茎 "
        "螢蛍 輕軽 鷄鶏 藝芸 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱 "
        "號号 國国 黑黒 濟済 碎砕 齋斎 劑剤 櫻桜 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 辭辞 實実 舍舎 "
        "寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 將将 燒焼 奬奨 條条 狀状 乘乗 淨浄 "
        "剩剰 疊畳 孃嬢 讓譲 釀醸 眞真 寢寝 愼慎 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 聲声 靜静 "
        "齊斉 攝摂 竊窃 專専 戰戦 淺浅 潛潜 纖繊 踐践 錢銭 禪禅 雙双 壯壮 搜捜 插挿 爭争 總総 聰聡 莊荘 "
        "裝装 騷騒 臟臓 藏蔵 卽即 屬属 續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 "
        "團団 彈弾 斷断 遲遅 晝昼 蟲虫 鑄鋳 廳庁 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 "
        "當当 鬪闘 德徳 獨独 讀読 屆届 貳弐 惱悩 腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 "
        "濱浜 拂払 佛仏 竝並 變変 邊辺 邉辺 瓣弁 辯弁 舖舗 穗穂 寶宝 豐豊 沒没 飜翻 槇槙 萬万 滿満 默黙 "
        "彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉 搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 "
        "勵励 禮礼 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 灣湾 嶋島 髙高 﨑崎 栁柳 靑青 戶戸 黃黄 增増 步歩 每毎 "
        "淸清 內内 𠮷吉 曾曽 渕淵 冨富 峯峰"
    )
)
_KATAKANA = str.maketrans({chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)})


def with_line_feeds(text: str) -> str:
    """Return text with a line feed for each sign that some program breaks a line with."""
    return _LINE_END.sub("\n", text)


def fold_radicals(text: str) -> str:
    """Return text with every radical character replaced by the common one that it stands for."""
    return text.translate(_RADICAL_TABLE)


def fold_marks(text: str) -> str:
    """Return text with all dashes and minus signs as '-' and all wave dashes as '~'; the long-vowel mark ー stays."""
    return text.translate(_MARKS)


def fold_width(text: str) -> str:
    """Return text with half-width digits and signs, common dashes and no radicals; for parsers, not for display."""
    return fold_marks(unicodedata.normalize("NFKC", fold_radicals(text)))


def search_key(text: str) -> str:
    """Return a key that is the same for texts differing in width, kana, case, spaces, radicals or old forms only.

    For finding and matching, never for storing: it loses what the city's own spelling says.
    """
    folded = _without_blanks(fold_width(_without_blanks(text)).casefold())
    return unicodedata.normalize("NFKC", folded).translate(_OLD_FORMS).translate(_KATAKANA)


def _without_blanks(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in _INVISIBLE)


def clean_pasted(text: str) -> Cleaned:
    """Return pasted text with look-alike and invisible characters repaired, and the list of what was changed.

    Width, old forms, tabs and the ideographic space stay as they are: they may be meant.
    """
    changes: list[Change] = []
    text = _replace(text, "radical", RADICALS, changes)
    text = _replace(text, "vertical", _VERTICAL, changes)
    text = _replace(text, "space", _SPACES, changes)
    text = _substitute(text, "newline", _LINE_END, changes)
    text = _replace(text, "control", _INVISIBLE, changes)
    text = _substitute(text, "kana", _SPLIT_KANA, changes)
    return Cleaned(text, tuple(changes))


def _replace(text: str, kind: ChangeKind, table: Mapping[str, str], changes: list[Change]) -> str:
    found = Counter(sign for sign in text if sign in table)
    changes += [Change(kind, sign, table[sign], found[sign]) for sign in sorted(found)]
    return "".join(table.get(sign, sign) for sign in text) if found else text


def _substitute(text: str, kind: ChangeKind, pattern: re.Pattern[str], changes: list[Change]) -> str:
    """Replace line ends by a line feed, and kana with a loose sound mark by the one character; pairs with none stay."""

    def repaired(found: str) -> str:
        return "\n" if kind == "newline" else unicodedata.normalize("NFC", found)

    counts = Counter(found for found in pattern.findall(text) if repaired(found) != found)
    changes += [Change(kind, found, repaired(found), counts[found]) for found in sorted(counts)]
    return pattern.sub(lambda match: repaired(match[0]), text) if counts else text
