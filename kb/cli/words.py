"""The words that `kb` shows on a terminal, in Chinese; English is the word itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ZH = {
    # columns and parts of a card
    "id": "编号", "kind": "类别", "label": "名称", "year": "年份", "date": "日期", "title": "标题",
    "topic": "主题", "venue": "发表处", "reason": "匹配理由", "matched": "匹配的名称", "people": "人物",
    "authors": "作者", "summary": "摘要", "aliases": "别名", "versions": "版本", "awards": "奖项",
    "links_from": "本文的联系", "links_to": "他文与本文的联系", "claims": "论断", "press": "媒体说法与订正",
    "events": "事件", "cites": "引用", "cited_by": "被引用", "works": "作品", "coauthors": "合作者",
    "affiliations": "任职", "advisors": "导师", "students": "学生", "prizes": "获奖者", "evidence": "证据",
    "same_series": "同系列奖项", "links": "联系", "subject": "后来者", "object": "先前者", "type": "类型",
    "status": "状态", "why": "理由", "source": "来源", "where": "位置", "says": "内容", "supports": "支持",
    "checked": "核查", "steps": "步数", "because": "因何列入", "value": "值", "field": "字段",
    "message": "问题", "suggestion": "建议", "what": "项目", "count": "数量", "native": "本名",
    "organisation": "机构", "place": "地点", "statement": "论断", "metric": "指标", "ancestors": "源流",
    "descendants": "后续", "beside": "旁支", "path": "路径", "hop": "步", "from": "自", "to": "至",
    "told": "说法", "right": "实情", "how": "查证方式", "rule": "规则", "meaning": "含义", "preset": "档位",
    "about": "说明", "dataset": "数据集", "started": "开始时间", "paper": "论文", "device": "设备",
    "problem": "问题", "selection": "选取方式", "told_in": "出自", "sources": "来源", "name": "名称",
    "against": "反证", "nothing found": "没有结果",
    "route": "路线", "step": "步", "spc": "搜索路径数", "share": "占比", "cosine": "余弦", "shared": "共有",
    "rank": "名次", "score": "得分", "community": "社群", "centre": "中心", "through": "经由", "role": "职位",
    "together": "是否同时", "note": "附注", "series": "系列", "unit": "单位", "minutes": "分钟",
    "needs": "先读", "look": "看什么", "command": "命令", "compared": "比较", "shared_ancestors": "共同源流",
    "shared_descendants": "共同后续", "shared_authors": "共同作者", "paths": "路径", "disagreements": "分歧",
    # kinds of things
    "system": "系统", "film": "电影", "person": "人物", "award": "奖项",
    "event": "事件", "claim": "论断", "link": "联系", "story": "故事", "stories": "故事", "stops": "站点",
    "stop": "站", "at": "所在", "text": "讲述",
    "line": "行", "entry": "条目", "candidates": "候选", "mine": "我的文献", "imported": "导入时间",
    "entries": "条目数", "problems": "问题数", "matched_works": "已匹配", "ambiguous": "有歧义",
    "unmatched": "未匹配", "missing": "缺少", "service": "服务", "retrieved": "取得日期", "ours": "本库",
    "theirs": "对方", "do": "建议做法", "work": "作品", "references": "参考文献数",
    "ours_among": "其中本库作品", "misses": "缺少的作品", "commit": "提交", "author": "作者",
    "removed": "删去", "added": "加入", "change": "变动", "before": "之前", "after": "之后", "file": "文件",
    "changed": "有变动", "tool": "工具",
    "claimed": "论文所述", "measured": "本库实测", "verdict": "判定", "runs": "全部记录", "seeds": "种子数",
    "hardware": "硬件", "run": "运行", "criterion": "判据", "control": "对照", "format": "格式",
    "benchmark": "基准", "difference": "差", "low": "下限", "high": "上限", "a": "甲", "b": "乙",
    "settings": "不同的设置", "measures": "测量", "circumstances": "条件", "verdicts": "判定",
    "c": "丙", "came_from_alone": "独有的来源", "cites_alone": "独有的引用",
    "points": "点数", "measure": "测量", "not finite": "非有限值",
    "steps from each; 0 is the work itself": "到各作品的步数；0 即该作品本身", "artefacts": "产物",
    # one word, two meanings: told with what it is a word of
    "reason of award": "授奖理由", "subject of blame": "提交说明", "because of ledger": "缘由",
    "reason of import": "依据", "before of diff": "之前", "value of stats": "分项", "kind of new": "类别",
    # groups of `kb stats`
    "facts": "事实", "link type": "联系类型", "link status": "联系状态", "evidence checked": "证据如何核查",
    "claims checked": "论断如何核查", "facts checked": "各项事实如何核查", "coverage": "覆盖程度",
    "citations": "引用", "with a Chinese name": "有中文名", "with people": "有作者",
    "with an identifier": "有标识符", "with links": "有联系", "with claims": "有论断",
    "with a reference list": "有参考文献表", "with a reference list that was read": "参考文献表查阅过原文",
    # how a run stands
    "starting": "正在开始", "running": "运行中", "cancelling": "正在取消", "done": "已完成",
    "cancelled": "已取消", "failed": "失败", "lost": "已丢失", "other version": "其他版本",
    "not measured": "未测量", "min": "分钟", "yes": "是", "no": "否", "unknown": "未知", "true": "是",
    "false": "否", "cpu": "CPU", "cuda": "GPU", "code": "退出码", "progress": "进度", "log": "日志",
    "training": "训练中", "evaluating": "评估中", "questions": "个问题", "images": "幅图像", "epochs": "轮",
    "sequences": "个序列",
    # verdicts
    "reproduced": "已复现", "direction only": "仅方向一致", "not reproduced": "未复现",
    "not testable here": "此处无法检验", "not run yet": "尚未运行",
    # link types
    "builds_on": "建立于", "improves": "改进", "generalizes": "推广", "applies": "应用",
    "inspired_by": "受启发于", "enabled_by": "得益于", "contrasts": "对照", "evaluates": "评测",
    "measured_on": "评测于", "surveys": "综述",
    "independent_concurrent": "独立同期", "misattributed": "误传",
    # the same, told from the other end
    "builds_on of": "被其作为基础", "improves of": "被其改进", "generalizes of": "被其推广",
    "applies of": "被其应用", "inspired_by of": "启发了", "enabled_by of": "成就了",
    "contrasts of": "被其对照", "evaluates of": "被其评测",
    "measured_on of": "用于评测", "surveys of": "被其综述", "independent_concurrent of": "独立同期",
    "misattributed of": "被误传为源头",
    # status, checks
    "accepted": "公认", "disputed": "有争议", "refuted": "已否定", "read": "查阅原文", "reported": "据转述",
    "recalled": "凭记忆", "error": "错误", "incomplete": "不完整", "misleading": "误导", "doubtful": "存疑",
    "spelling": "拼写", "needs_date": "缺日期", "confirmed": "属实",
    # topics
    "generative-adversarial": "生成对抗", "sequence-modelling": "序列建模",
    "attention-memory": "注意力与记忆", "language-models": "语言模型", "vision": "视觉",
    "reinforcement-learning": "强化学习", "diffusion": "扩散模型", "graph-science": "图科学",
    "self-supervised": "自监督", "efficient-training": "高效训练", "theory": "理论", "data": "数据",
    "culture": "文化",
}  # fmt: skip

_EN = {
    "links_from": "its links", "links_to": "links to it", "cited_by": "cited by",
    "same_series": "same series", "told_in": "told in", "because": "brought in by",
    "builds_on of": "built on by", "improves of": "improved by", "generalizes of": "generalized by",
    "applies of": "applied by", "inspired_by of": "inspired", "enabled_by of": "enabled",
    "contrasts of": "contrasted by", "evaluates of": "measured by",
    "measured_on of": "used to measure", "surveys of": "surveyed by",
    "independent_concurrent of": "independent, concurrent", "misattributed of": "wrongly credited for",
    "builds_on": "builds on", "inspired_by": "inspired by", "enabled_by": "enabled by",
    "evaluates": "measures", "measured_on": "measured on",
    "independent_concurrent": "independent, concurrent",
    "shared_ancestors": "shared ancestors", "shared_descendants": "shared descendants",
    "shared_authors": "shared authors", "came_from_alone": "came from, alone", "cites_alone": "cites, alone",
}  # fmt: skip


VERDICT_COLOURS = {"reproduced": "green", "direction only": "yellow", "not reproduced": "red"}


def say(word: str, language: str) -> str:
    """A word of the house in the chosen language; any other text stays as it is.

    >>> say("year", "zh"), say("year", "en")
    ('年份', 'year')
    """
    return (_ZH if language == "zh" else _EN).get(word, word)


def say_of(word: str, context: str, language: str) -> str:
    """A word as it is meant in a context, where it has a meaning of its own there.

    >>> say_of("reason", "award", "zh"), say_of("reason", "search", "zh")
    ('授奖理由', '匹配理由')
    """
    own = f"{word} of {context}"
    return say(own, language) if own in (_ZH if language == "zh" else _EN) else say(word, language)


def place_in(place: str, language: str) -> str:
    """Where in a paper something stands; what is printed there stays as it is.

    >>> place_in("section 5, table 1, row GAN, 19 layers", "zh")
    '第 5 节，表 1，GAN, 19 layers 行'
    """
    if language != "zh":
        return place
    parts = _PART.split(place)
    told = [_PLACES[name].format(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)]
    return "，".join([part for part in parts[:1] if part] + told)


_PLACES = {
    "section": "第 {} 节", "table": "表 {}", "figure": "图 {}", "row": "{} 行", "column": "{} 列",
    "page": "第 {} 页",
}  # fmt: skip
_PART = re.compile(rf"(?:^|, )({'|'.join(_PLACES)}) ")


def say_link(link: Mapping[str, Any], language: str, *, incoming: bool = False) -> str:
    """The words between a work and the work at the other end of a link (a card with both ends).

    The same as kb.link.wording, without its records: a card is shown before pydantic is ever imported.

    >>> link = {"type": "evaluates", "object": {"kind": "dataset"}}
    >>> say_link(link, "en"), say_link(link, "en", incoming=True)
    ('measured on', 'used to measure')
    """
    on_data = link["type"] == "evaluates" and link["object"]["kind"] == "dataset"
    key = "measured_on" if on_data else link["type"]
    return say(f"{key} of" if incoming else key, language)
