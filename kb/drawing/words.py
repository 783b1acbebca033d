"""The words on a picture, in both languages."""

from __future__ import annotations

from kb.link import wording
from kb.record import Language, Text

#: Lanes from top to bottom. The order is fixed, so that a topic never changes sides when works are added.
LANES: dict[str, Text] = {
    "sequence-modelling": Text(en="Sequence modelling", zh="序列建模"),
    "attention-memory": Text(en="Attention and memory", zh="注意力与记忆"),
    "language-models": Text(en="Language models", zh="语言模型"),
    "self-supervised": Text(en="Self-supervised learning", zh="自监督学习"),
    "generative-adversarial": Text(en="Generative models", zh="生成模型"),
    "diffusion": Text(en="Diffusion", zh="扩散模型"),
    "vision": Text(en="Vision", zh="视觉"),
    "reinforcement-learning": Text(en="Reinforcement learning", zh="强化学习"),
    "efficient-training": Text(en="Efficient training", zh="高效训练"),
    "graph-science": Text(en="Graphs and science", zh="图与科学"),
    "theory": Text(en="Theory", zh="理论"),
    "data": Text(en="Data sets", zh="数据集"),
    "culture": Text(en="Culture", zh="文化"),
}

#: Link types as a verb between the later work and the earlier one; the order is that of the legend.
TYPES: dict[str, Text] = {
    "builds_on": Text(en="builds on", zh="建立于"),
    "improves": Text(en="improves", zh="改进"),
    "generalizes": Text(en="generalizes", zh="推广"),
    "applies": Text(en="applies", zh="应用"),
    "inspired_by": Text(en="inspired by", zh="受启发于"),
    "enabled_by": Text(en="enabled by", zh="得益于"),
    "contrasts": Text(en="contrasts with", zh="对照于"),
    "evaluates": Text(en="measures, or is measured on", zh="评测或评测于"),
    "surveys": Text(en="surveys", zh="综述"),
    "independent_concurrent": Text(en="independent of", zh="独立于"),
    "misattributed": Text(en="wrongly traced to", zh="误传源于"),
}

#: The two ways round of ``evaluates``: a survey of models measures them, a model is measured on a data set.
_MEASURES = {
    "evaluates": Text(en="measures", zh="评测"),
    "measured_on": Text(en="is measured on", zh="评测于"),
}

STATUSES: dict[str, Text] = {
    "accepted": Text(en="accepted", zh="公认"),
    "disputed": Text(en="disputed", zh="有争议"),
    "refuted": Text(en="refuted", zh="已否定"),
}

CHECKED: dict[str, Text] = {
    "read": Text(en="read in the source", zh="已查阅原文"),
    "reported": Text(en="reported by another source", zh="由他处转述"),
    "recalled": Text(en="recalled, not looked up", zh="凭记忆，未查证"),
}

KINDS: dict[str, Text] = {
    "dataset": Text(en="data set", zh="数据集"),
    "system": Text(en="system", zh="系统"),
    "film": Text(en="film", zh="电影"),
}

_PHRASES: dict[str, Text] = {
    "title": Text(en="Where {name} comes from and where it led", zh="{name} 的来龙去脉"),
    "counts": Text(en="{works} and {links}, {first} to {last}", zh="{works}，{links}，{first} 至 {last} 年"),
    "counts_one": Text(en="{works} and {links}, {first}", zh="{works}，{links}，{first} 年"),
    "works": Text(en="{n} works", zh="{n} 项工作"),
    "works_one": Text(en="1 work", zh="1 项工作"),
    "links": Text(en="{n} links", zh="{n} 条关联"),
    "links_one": Text(en="1 link", zh="1 条关联"),
    "left_out": Text(en="{n} further works left out", zh="另有 {n} 项工作未画出"),
    "left_out_one": Text(en="1 further work left out", zh="另有 1 项工作未画出"),
    "direction": Text(en="arrows run from the earlier work to the later", zh="箭头由早的工作指向晚的工作"),
    "break": Text(en="shortened span without works", zh="压缩的空白年份"),
    "prized": Text(en="has won an award", zh="曾获奖"),
    "against": Text(en="speaks against", zh="反面依据"),
    "side": Text(en="beside the line", zh="旁支"),
    "centre": Text(en="centre of the picture", zh="图的中心"),
}


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def verb(type_: str, object_kind: str) -> Text:
    """The verb between the later work and the earlier one, which is of a kind (paper, dataset, ...).

    >>> verb("evaluates", "dataset")["en"], verb("evaluates", "paper")["en"], verb("improves", "paper")["en"]
    ('is measured on', 'measures', 'improves')
    """
    key = wording(type_, object_kind)
    return _MEASURES.get(key) or TYPES[key]


def phrase(key: str, language: Language, **values: object) -> str:
    """A phrase with its values filled in.

    >>> phrase("left_out", "en", n=3)
    '3 further works left out'
    """
    return _PHRASES[key][language].format(**values)


def count(key: str, n: int, language: Language) -> str:
    """A number with its noun.

    >>> count("works", 1, "en"), count("links", 2, "zh")
    ('1 work', '2 条关联')
    """
    return phrase(f"{key}_one" if n == 1 else key, language, n=n)


def date_text(date: str, language: Language) -> str:
    """A partial date as it stands on a card, by month where that is known.

    >>> date_text("2014-06-10", "en"), date_text("2014-06", "zh"), date_text("1998", "en")
    ('Jun 2014', '2014年6月', '1998')
    """
    if len(date) == 4:
        return f"{date}年" if language == "zh" else date
    year, month = date[:4], int(date[5:7])
    if language == "zh":
        return f"{year}年{month}月"
    return f"{_MONTHS[month - 1]} {year}"
