"""The words of the static site, in both languages."""

from __future__ import annotations

from kb.record import Language, Text

WORDS: dict[str, Text] = {
    "title": Text(en="The papers behind today’s AI", zh="今日人工智能背后的论文"),
    "lede": Text(
        en="Where an idea came from, what came of it, and how we know. Every link shows its evidence.",
        zh="一个想法从何而来、引出了什么、我们如何知道。每条关联都列出依据。",
    ),
    "counts": Text(
        en="{works} works, {people} people, {awards} awards, {links} links with evidence, {claims} claims.",
        zh="{works} 项工作、{people} 位人物、{awards} 个奖项、{links} 条有依据的关联、{claims} 项论断。",
    ),
    "works": Text(en="Works", zh="工作"),
    "people": Text(en="People", zh="人物"),
    "awards": Text(en="Awards", zh="奖项"),
    "stories": Text(en="Stories", zh="故事"),
    "events": Text(en="Events", zh="事件"),
    "about": Text(en="About", zh="关于"),
    "search": Text(en="Search", zh="搜索"),
    "search_hint": Text(en="A title, a name, an arXiv number, 注意力 …", zh="标题、人名、arXiv 编号、拼音……"),
    "search_none": Text(en="Nothing is called like that here.", zh="这里没有叫这个名字的。"),
    "search_script": Text(
        en="The search needs a script of this site; the lists need none.",
        zh="搜索需要本站的一段脚本；各列表则不需要。",
    ),
    "skip": Text(en="Skip to the content", zh="跳到正文"),
    "pages": Text(en="Pages", zh="页面"),
    "language": Text(en="Language", zh="语言"),
    "year_by_year": Text(en="All works, year by year", zh="逐年列出的全部工作"),
    "came_from": Text(en="What it came from", zh="它从何而来"),
    "led_to": Text(en="What came of it", zh="它引出了什么"),
    "no_links": Text(
        en="No influence from or on another work has been recorded yet.",
        zh="尚未记录它与其他工作之间的影响。",
    ),
    "picture": Text(en="Nearest relatives", zh="最近的亲缘"),
    "whole_picture": Text(en="The whole lineage, to pan and zoom", zh="完整脉络，可平移缩放"),
    "appeared": Text(en="Appeared", zh="发表"),
    "claims": Text(en="Claims", zh="论断"),
    "claim": Text(en="Claim", zh="论断"),
    "claimed": Text(en="The work says", zh="原文数值"),
    "measured": Text(en="Measured", zh="实测"),
    "not_run": Text(en="not run yet", zh="尚未运行"),
    "press": Text(en="What was told, and what is right", zh="报道与实情"),
    "told": Text(en="Told", zh="报道"),
    "right": Text(en="Right", zh="实情"),
    "how": Text(en="How we know", zh="依据"),
    "history": Text(en="How it happened", zh="经过"),
    "cites": Text(en="Cites, of the works here", zh="它引用的（限本库）"),
    "cited_by": Text(en="Cited by", zh="引用它的"),
    "names": Text(en="Also called", zh="又称"),
    "cite": Text(en="Cite", zh="引用格式"),
    "data": Text(en="The same as data (JSON)", zh="同样内容的数据（JSON）"),
    "evidence": Text(en="Evidence", zh="依据"),
    "against": Text(en="speaks against", zh="反面依据"),
    "places": Text(en="Places", zh="任职与求学"),
    "advisors": Text(en="Advisors", zh="导师"),
    "students": Text(en="Students", zh="学生"),
    "coauthors": Text(en="Wrote with", zh="合著者"),
    "elsewhere": Text(en="Elsewhere", zh="站外页面"),
    "prizes": Text(en="What it honours", zh="奖励的工作"),
    "years_after": Text(en="{n} years from paper to prize", zh="从论文到获奖 {n} 年"),
    "same_year": Text(en="awarded in the same year", zh="当年获奖"),
    "other_years": Text(en="Other years", zh="其他年份"),
    "told_in": Text(en="Told in", zh="见于故事"),
    "licence": Text(
        en="Facts CC BY 4.0, code Apache-2.0. Made by timetested {version} from facts {facts}.",
        zh="事实 CC BY 4.0，代码 Apache-2.0。由 timetested {version} 依事实版本 {facts} 生成。",
    ),
    "about_text": Text(
        en="This site is a copy of the knowledge base that opens from disk and asks nothing of any network. "
        "A link runs from the later work to the earlier one, says what kind of influence it is, and carries "
        "its evidence: a source, where in it, what it says in our own words, and how it was checked. "
        "Disputed and refuted links are shown as such. To run the papers, take the program itself.",
        zh="本站是知识库的一个副本，可直接从磁盘打开，不发出任何网络请求。每条关联从较晚的工作指向较早的工作，"
        "说明是哪种影响，并附依据：来源、出处、用我们自己的话转述的内容，以及核对方式。有争议和已否定的关联照样标明。"
        "要运行论文，请使用程序本身。",
    ),
    "not_found": Text(en="There is no such page", zh="没有这个页面"),
    "verdict.reproduced": Text(en="reproduced", zh="已复现"),
    "verdict.direction only": Text(en="direction only", zh="仅方向一致"),
    "verdict.not reproduced": Text(en="not reproduced", zh="未复现"),
    "verdict.not testable here": Text(en="not testable here", zh="此处无法检验"),
    "kind.paper": Text(en="paper", zh="论文"),
    "kind.dataset": Text(en="data set", zh="数据集"),
    "kind.system": Text(en="system", zh="系统"),
    "kind.film": Text(en="film", zh="电影"),
    "kind.person": Text(en="person", zh="人物"),
    "kind.award": Text(en="award", zh="奖项"),
    "kind.event": Text(en="event", zh="事件"),
    "kind.story": Text(en="story", zh="故事"),
}


def say(key: str, language: Language, **values: object) -> str:
    """A text in a language, with its values put in.

    >>> say("years_after", "en", n=10)
    '10 years from paper to prize'
    """
    return WORDS[key][language].format(**values) if values else WORDS[key][language]
