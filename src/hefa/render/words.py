"""The words of this package's codes: what is wrong, then what to do."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "render.theme_unknown": "没能排版：没有“{theme}”这个版式。请在稿件里另选一个版式。",
    "render.renderer_unknown": "没能排版：这份稿件用的排版版本（{number}）本系统没有。"
    "请联系系统管理员。",
    "render.picture_missing": "没能排版：有一张图片（{sha256}）还没有上传。请重新插入这张图片。",
    # setting printed pages
    "render.characters_missing": "没能排成 PDF：有 {count} 个字本机的字体里没有（{shown}）。"
    "请改用别的写法，或者取 Excel 表格。",
    "render.fonts_missing": "没能排成 PDF：本机还没有装好打印用的字体。请找技术支持重新安装。",
    # what a public page shows
    "render.page.seen": "文章可以正常打开。",
    "render.page.deleted": "文章已被删除，读者打不开。",
    "render.page.blocked": "文章或公众号已被微信屏蔽，读者打不开。",
    "render.page.wall": "微信要求验证，这次没有看到文章。稍后会再看。",
    "render.page.unknown": "打开的网页认不出是这篇文章。请用手机打开看一看。",
    # how a page differs from what was released
    "render.differs.text": "文字与核准稿不同。",
    "render.differs.title": "标题与核准稿不同。",
    "render.differs.picture": "图片与核准稿不同。",
    "render.differs.link": "链接与核准稿不同。",
    "render.differs.count": "数量与核准稿不同。",
    # WeChat's rules for article HTML
    "render.rule.tag": "正文里有微信不收的内容（{found}）。请删去后再试。",
    "render.rule.attribute": "正文里有微信会删掉的设置（{found}）。请清除格式后再试。",
    "render.rule.property": "正文里有微信会删掉的样式（{found}）。请清除格式后再试。",
    "render.rule.opacity": "有一张图片被设为透明，读者看不到。请重新插入图片。",
    "render.rule.caret-color": "正文里有微信不收的样式（{found}）。请清除格式后再试。",
    "render.rule.line-height": "有文字的行距太小，会叠在一起。请清除格式后再试。",
    "render.rule.width": "有内容的宽度是固定的，手机上会超出屏幕。请清除格式或重新插入图片。",
    "render.rule.height": "有文字的高度是固定的，手机上会被遮住。请清除格式后再试。",
    "render.rule.text-align": "有文字的对齐方式微信不认。请重新设置对齐。",
    "render.rule.animate-begin": "正文里有动画，微信不收。请删去后再试。",
    "render.rule.pre": "正文里有不会换行的文字。请清除格式后再试。",
    "render.rule.nestNodes": "正文的层次太深，微信会删掉一部分。请清除格式后再试。",
    "render.rule.leaf": "正文里的结构微信不认（{found}）。请清除格式后再试。",
    "render.rule.empty": "正文里的空行太多，微信会删掉。请删去多余的空行。",
    "render.rule.font-family": "正文里指定了字体，手机上看到的会不一样。请清除格式后再试。",
    "render.rule.gradient": "正文里有渐变底色，夜间模式下会看不清。请改为单色。",
    "render.rule.important": "正文里有强制样式，夜间模式下会看不清。请清除格式后再试。",
    "render.rule.darkmode-low-contrast": "有文字与底色太接近，看不清。请换一个颜色。",
    "render.rule.picture-size": "有一张图片没有写明大小。请重新插入这张图片。",
    "render.rule.picture-address": "有一张图片不在微信上，读者看不到。请重新插入这张图片。",
    "render.rule.content-length": "正文太长（{found} 个字符），微信不收。"
    "请把长表格拆成两篇，或改为附件。",
    "render.rule.content-length-near": "正文已接近微信的上限（{found} 个字符）。请尽量精简长表格。",
}
