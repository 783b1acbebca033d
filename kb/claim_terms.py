"""What claims are measured by, in Chinese: metrics, units, spreads, data sets, and values told in words.

Facts write these in English, once, as the same few come back in many claims; proper names stay as they are.
A test asks for the Chinese of every metric, unit, spread and worded value of the project's facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_METRICS = {
    # scores of classification, language and generation
    "test accuracy": "测试准确率", "accuracy": "准确率", "top-1 accuracy": "top-1 准确率",
    "top-1 accuracy, linear classifier": "top-1 准确率，线性分类器",
    "top-1 accuracy, linear classifier, by batch size": "不同批大小下的 top-1 准确率，线性分类器",
    "accuracy, linear classifier": "准确率，线性分类器", "top-1 accuracy, fine-tuned": "top-1 准确率，微调后",
    "drop of top-1 accuracy by batch size": "批大小改变时 top-1 准确率的下降",
    "top-1 accuracy by masking ratio": "不同掩码比例下的 top-1 准确率",
    "top-1 accuracy, zero-shot": "top-1 准确率，零样本",
    "examples needed for the same zero-shot accuracy": "达到同样零样本准确率所需的样本数",
    "word error rate, GLUE average, top-1 accuracy by number of layers":
        "不同层数下的词错误率、GLUE 平均分与 top-1 准确率",
    "GLUE average, development sets": "GLUE 平均分，开发集",
    "accuracy by size of the pre-training set": "不同预训练集规模下的准确率",
    "accuracy weighted over clients": "按客户端加权的准确率",
    "mean accuracy over five data sets": "五个数据集的平均准确率",
    "rank correlation of accuracy inside and outside": "分布内外准确率的秩相关",
    "relation of accuracies inside and outside": "分布内外准确率的关系",
    "aggregate accuracy, zero-, one- and few-shot": "零样本、单样本与少样本的总准确率",
    "accuracy of 8-bit training": "8 位训练的准确率", "loss of accuracy by merging": "合并造成的准确率损失",
    "gain in accuracy": "准确率的提高",
    "accuracy compared with a fine-tuned GPT-3": "与微调后的 GPT-3 相比的准确率", "test error": "测试误差",
    "mean test error over 20 tasks": "20 个任务的平均测试误差", "perplexity": "困惑度",
    "test perplexity": "测试困惑度", "test perplexity without balancing losses": "不用均衡损失时的测试困惑度",
    "BLEU": "BLEU 分数", "BLEU at beam 2, ensemble of five": "束宽 2、五个模型集成的 BLEU 分数",
    "BLEU by sentence length": "不同句长下的 BLEU 分数",
    "BLEU on the development set": "开发集上的 BLEU 分数", "GLUE score": "GLUE 分数", "F1": "F1 分数",
    "CIDEr": "CIDEr 分数", "CIDEr; recall at 1, video to text": "CIDEr 分数；视频到文本的 recall@1",
    "recall at 1, video to text": "视频到文本的 recall@1", "FID": "FID 分数", "FVD": "FVD 分数",
    "PSNR": "峰值信噪比（PSNR）", "foreground ARI": "前景 ARI", "Inception score": "Inception 分数",
    "inception score": "Inception 分数", "zero-shot FID": "零样本 FID", "zero-shot FID-30K": "零样本 FID-30K",
    "FID-30k": "FID-30K 分数", "FID of the full network": "完整网络的 FID",
    "FID-10K against CLIP score over guidance weights": "不同引导权重下 FID-10K 与 CLIP 分数的关系",
    "difference in FID between LDM-1 and LDM-8 after two million steps":
        "两百万步后 LDM-1 与 LDM-8 的 FID 之差",
    "FID after guidance against before": "引导前后的 FID",
    "FID against other samplers": "与其他采样器相比的 FID",
    "FID without the regression loss": "不用回归损失时的 FID",
    "gain in FID at 10 steps": "10 步时 FID 的改进", "speed at equal FID": "FID 相同时的速度",
    # likelihoods, errors, laws
    "Parzen-window log-likelihood": "Parzen 窗对数似然", "likelihood": "似然",
    "negative log-likelihood, upper bound": "负对数似然的上界",
    "mean D(x) and mean D(G(z)) on held-out data": "留出数据上 D(x) 与 D(G(z)) 的均值",
    "gradient norm at the generator early in training": "训练初期生成器处的梯度范数",
    "samples beside their nearest training neighbours": "样本与其最近的训练样本并列",
    "bits per sequence against sequences seen": "每个序列的比特数随所见序列数的变化",
    "upper bound on the error": "误差的上界", "slope of the learning curve": "学习曲线的斜率",
    "exponent of loss against parameters": "损失对参数量的幂指数",
    "exponent of loss against tokens": "损失对 token 数的幂指数",
    "exponent of loss against computation": "损失对计算量的幂指数", "exponent of compute": "计算量的幂指数",
    "growth of data for eightfold growth of the model": "模型增大八倍时数据的增长",
    "law of error against data": "误差随数据量变化的规律",
    "bias of the mini-batch gradient": "小批量梯度的偏差",
    "limit of the derivatives of the iterates": "迭代的导数的极限",
    "expected gradients of trajectory balance and reverse KL": "轨迹平衡与反向 KL 的期望梯度",
    "Jensen-Shannon divergence to the posterior": "与后验分布的 Jensen-Shannon 散度",
    "L1 error and modes found against states visited": "L1 误差与找到的模式数随所访状态数的变化",
    "size of the error signal as the lag grows": "误差信号随时间间隔增大的大小",
    "difficulty of learning as the span grows": "学习难度随跨度增大的变化",
    "evaluations at equal numerical error": "数值误差相同时的求值次数",
    "order of strong convergence": "强收敛的阶", "equality of updates": "更新是否相等",
    "form of the reverse kernel": "反向核的形式",
    "default of the noise function tau": "噪声函数 tau 的默认值",
    # learnability
    "learnability in the total space": "全空间中的可学习性",
    "learnability with overlap": "有重叠时的可学习性",
    "learnability in the separate space with finite VC dimension": "VC 维有限时分离空间中的可学习性",
    "conditions equivalent to learnability": "与可学习性等价的条件",
    "relative reduction of the barrier, lower end": "势垒的相对降低，下端",
    "relative reduction of the barrier": "势垒的相对降低",
    # memory, reading, reinforcement
    "alignment weights of four sentences": "四个句子的对齐权重",
    "copies of longer sequences": "更长序列的复制", "shift of the head per step": "读写头每步的移动",
    "episodes until near zero cost": "代价接近零所需的回合数",
    "share of runs that train": "能够训练成功的运行所占比例",
    "success on two tasks with unknown delays": "两个延迟未知的任务上是否成功", "mean return": "平均回报",
    "return": "回报", "return obtained against return asked for": "所得回报与所求回报的关系",
    "average score, multi-task against single-task": "多任务与单任务的平均得分",
    "games improved": "有提高的游戏数", "games with reported results": "报告了结果的游戏数",
    "ratio of training frames": "训练帧数之比", "success rate": "成功率", "videos collected": "收集的视频数",
    "behaviour of the controller": "控制器的行为",
    # what people judged
    "share of raters preferring it to GLIDE for diversity": "在多样性上认为它优于 GLIDE 的评审比例",
    "alignment score by raters": "评审给出的对齐分数",
    "human judgement of faithfulness": "人对忠实程度的评判", "human preference": "人的偏好",
    "share of raters who rank it best": "将其评为最佳的评审比例",
    "precision of users in telling the models apart": "用户分辨模型的精确率", "visual quality": "视觉质量",
    "time of the person who compares": "作比较的人所花的时间",
    "share of the agent's interactions that a person judges": "智能体的交互中由人评判的比例",
    # speed, size, cost
    "network evaluations per image": "每张图像的网络求值次数", "images a second": "每秒图像数",
    "factor of floating-point operations saved against VDM": "相对 VDM 节省的浮点运算倍数",
    "inference time for a sentence": "一个句子的推断时间", "speed-up": "加速比",
    "speed-up of training": "训练的加速比", "speed-up against standard diffusion": "相对标准扩散的加速比",
    "gain in sampling speed": "采样速度的提高",
    "speed-up of the student against the teacher": "学生模型相对教师模型的加速比",
    "speed-up of pre-training": "预训练的加速比", "speed-up of one training step": "单个训练步的加速比",
    "speed of pre-training": "预训练的速度", "speed against ControlNet": "相对 ControlNet 的速度",
    "speed of compositional rendering": "组合渲染的速度", "reduction of operations": "运算量的减少",
    "blocks skipped against time": "跳过的块随时间的变化", "tuning time for one clip": "调一个片段的时间",
    "extra time per level": "每层的额外时间", "time to a floorplan": "得到布图所需的时间",
    "sampling steps after distillation": "蒸馏后的采样步数", "steps predicted ahead": "提前预测的步数",
    "parameters": "参数量", "trained parameters": "训练的参数量",
    "parameters of the controller": "控制器的参数量", "parameters in the mixture layers": "混合层的参数量",
    "training tokens": "训练 token 数",
    "size of the smallest controller against the base": "最小控制器相对基础模型的大小",
    "model state per parameter": "每个参数的模型状态", "aggregate throughput": "总吞吐量",
    "reduction of model state with 64 devices, all three stages": "64 个设备、三个阶段全用时模型状态的减少",
    "largest trainable model without model parallelism": "不用模型并行时可训练的最大模型",
    "largest model that fits": "放得下的最大模型", "idle share of the pipeline": "流水线的空闲比例",
    "compression of storage": "存储压缩比", "reduction of peak memory": "峰值内存的减少",
    "share of the batch of MoCo v3": "占 MoCo v3 批大小的比例",
    "size of a stored scene": "一个场景的存储大小", "multiplications": "乘法次数",
    "non-equivalent algorithms": "互不等价的算法数",
    # how it is made
    "taxonomy": "分类法", "frames generated": "生成的帧数", "scale of what is generated": "生成内容的规模",
    "ablation of the zero convolutions": "零卷积的消融", "training step of the onset": "突变开始的训练步",
    "training of the undistilled model": "未蒸馏模型的训练",
    "message-passing layers needed": "所需的消息传递层数",
    "ratio of test to training resolution": "测试与训练分辨率之比",
    "depth that can be trained": "可以训练的深度", "languages with a gain": "有提高的语言数",
    "redundancy of the code": "编码的冗余",
    "languages with better quality than the bilingual model": "质量优于双语模型的语言数",
    "best kind of examples to keep": "最值得保留的样本类型", "ways of ranking compared": "比较的排序方法数",
    "networks fine-tuned": "微调的网络数",
    "sensitivity to the initial hyper-parameters": "对初始超参数的敏感性",
    "minADE20 at 3.2 s": "3.2 秒时的 minADE20", "minADE20 at 4.0 s": "4.0 秒时的 minADE20",
    "minADE20 and minFDE20": "minADE20 与 minFDE20", "scaffolds with reward above 8": "奖励高于 8 的骨架数",
    "mean pairwise Tanimoto similarity of the top 1,000": "前 1,000 个分子两两 Tanimoto 相似度的均值",
    "validity and drug-likeness": "有效性与类药性", "half-perimeter wirelength (HPWL)": "半周长线长（HPWL）",
    "overlap": "重叠", "reduction of wire length": "线长的减少", "proxy wire length": "线长的代理值",
    "tasks evaluated": "评测的任务数", "tasks": "任务数", "images": "图像数",
    "labelled objects": "标注的物体数", "few-shot results": "少样本结果", "benchmarks won": "领先的基准数",
    "win rate": "胜率", "fraction of sequences continued exactly": "被原样续写的序列比例",
    "share of training data memorised": "被记住的训练数据比例", "rate of invented facts": "编造事实的比率",
    "solve rate": "解题率", "share of problems solved": "解出的题目比例",
    "gain over standard prompting by size of model": "不同模型规模下相对标准提示的提高",
}  # fmt: skip

_UNITS = {
    "percent": "%", "per cent": "%", "times": "倍", "billion": "十亿", "million": "百万", "trillion": "万亿",
    "nats": "奈特", "tasks": "个任务", "billion parameters": "十亿参数", "hours": "小时", "games": "局",
    "dB": "分贝", "bits per dimension": "比特/维", "frames per second": "帧/秒", "layers": "层",
    "frames": "帧", "languages": "种语言", "bytes": "字节", "petaflops": "千万亿次浮点运算/秒",
    "metrics": "项指标", "Bemis-Murcko scaffolds": "个 Bemis-Murcko 骨架", "percentage points": "个百分点",
    "of 16": "/16", "videos": "段视频", "MB": "兆字节", "points": "分", "minutes": "分钟", "steps": "步",
    "1e5": "×10⁵",
    # of what our runs measure
    "probability": "概率", "ratio": "比值", "log-likelihood": "对数似然",
    "bits per sequence": "比特/序列", "sequences": "个序列", "share": "比例",
}  # fmt: skip

_SPREADS = {
    "standard deviation over eight seeds": "八个种子的标准差", "standard error over folds": "各折的标准误",
    "standard error over test examples": "测试样本上的标准误", "as printed": "按原文所印",
    "as printed, kind not said in the part read": "按原文所印，查阅的部分未说明种类",
    "deviation about a mean of 7.72": "围绕均值 7.72 的偏差",
    "half of a 95 percent interval": "95% 区间的一半", "standard error over 10 splits": "10 种划分上的标准误",
    "as printed beside the score": "按原文印在得分旁", "standard deviation over 3 runs": "3 次运行的标准差",
}  # fmt: skip

_VALUES = {
    "stronger": "更强", "not memorised; no claim to be better": "没有记忆；不声称更好",
    "no deterioration": "没有变差", "largely monotonic": "大体单调", "faster and lower": "更快且更低",
    "lower and faster": "更低且更快",
    "very few mistakes at 30 and 50; one duplicated vector at 120":
        "长度 30 与 50 时错误极少；120 时重复了一个向量",
    "one location per step, same order in writing and reading": "每步一个位置，写与读的次序相同",
    "warm-up used throughout": "始终使用预热", "text encoder helps more": "文本编码器的帮助更大",
    "dynamic better than static, static better than none": "动态优于静态，静态优于不用",
    "no gain with mismatched flaws; full repair with matched ones": "缺陷不匹配时没有提高；匹配时完全修复",
    "algorithm (training, fine-tuning, sampling, compression); system (hardware, parallel"
    " computing, caching); frameworks":
        "算法（训练、微调、采样、压缩）；系统（硬件、并行计算、缓存）；框架",
    "two orders of magnitude less": "少两个数量级",
    "better than earlier radiance-field generators": "优于更早的辐射场生成器",
    "room-scale scenes": "房间尺度的场景", "teacher and student level": "教师与学生水平相当",
    "equal or better": "相等或更好", "1 for t from 200 to 800, else 0": "t 在 200 到 800 之间为 1，否则为 0",
    "special cases": "特例", "guaranteed for both steps": "两步都有保证", "not Gaussian": "不是高斯分布",
    "more near noise": "接近噪声处更多", "better than baseline": "优于基线",
    "bounded by early distance": "受早期距离限制",
    "falls to the level of ControlNet-lite": "降到 ControlNet-lite 的水平", "diverges": "发散",
    "better, most for rare entities": "更好，罕见实体尤甚", "steeper": "更陡", "all": "全部",
    "matches 32-bit floating point": "与 32 位浮点相当",
    "exponential instead of power law": "指数律，而不是幂律", "better than power law": "优于幂律",
    "hard if data are plentiful, easy if scarce": "数据充足时留难的，稀缺时留易的",
    "better than the methods compared": "优于所比较的方法",
    "positive, depends on the data set": "为正，因数据集而异", "higher with averaging": "平均后更高",
    "not learnable": "不可学习", "equivalent": "等价", "falls with height": "随层级升高而下降",
    "1 to 2": "1 到 2", "not zero": "不为零",
    "conservative Jacobian of the fixed point": "不动点的保守雅可比矩阵", "may fail": "可能失败",
    "equal": "相等", "higher": "更高", "the gap grows with size": "差距随规模增大",
    "log-linear growth": "对数线性增长", "only at about 100 billion parameters": "仅在约一千亿参数时",
    "comparable": "相当",
    "nearly a third (preprint); nearly a quarter (proceedings)": "近三分之一（预印本）；近四分之一（会议版）",
    "the smaller model is preferred": "更受偏好的是较小的模型", "best of the time": "当时最佳",
    "competitive": "有竞争力",
    "better (final version); no substantial gain (first preprint)":
        "更好（最终版）；没有显著提高（首个预印本）",
    "60 to 90": "60 到 90", "10 to 20": "10 到 20", "stable from 4096 to 256": "从 4096 到 256 都稳定",
    "larger batches better, above all in short training": "批越大越好，训练较短时尤其如此",
    "best at 90 to 95 percent": "90% 到 95% 时最好", "several layers better": "多层更好",
    "below on ImageNet, above on JFT-300M": "在 ImageNet 上较低，在 JFT-300M 上较高",
    "higher than methods trained for it": "高于专门为此训练的方法",
    "multiple orders of magnitude": "多个数量级",
    "equivalent under the stated conditions": "在所述条件下等价", "described": "有描述", "removed": "被去除",
    "hundreds of layers": "数百层", "decays or grows exponentially": "指数衰减或增长", "grows": "增大",
    "learned": "学会了",
}  # fmt: skip

_DATA = {
    "DomainBed, five data sets": "DomainBed，五个数据集", "Cora, random splits": "Cora，随机划分",
    "bAbI, 20 tasks of 1,000 questions for training and 1,000 for testing":
        "bAbI，20 个任务，训练与测试各 1,000 个问题",
    "Cora, Planetoid split": "Cora，Planetoid 划分", "Citeseer, Planetoid split": "Citeseer，Planetoid 划分",
    "Pubmed, Planetoid split": "Pubmed，Planetoid 划分", "One Billion Word benchmark": "十亿词基准",
    "synthetic, teacher and student perceptron": "合成数据，教师与学生感知机",
    "172 pairs from 36 public data sets": "36 个公开数据集中的 172 对",
    "sEH binding proxy, molecules of building blocks": "sEH 结合代理，由构件组成的分子",
    "prompts sent to the OpenAI API": "发给 OpenAI API 的提示", "copy task": "复制任务",
    "closed-domain prompts of the API": "API 的封闭域提示",
    "copy task, 1 to 20 vectors of 8 bits": "复制任务，1 到 20 个 8 位向量",
    "copy task, lengths 10, 20, 30, 50 and 120": "复制任务，长度 10、20、30、50 与 120",
    "associative recall, 2 to 6 items of three 6-bit vectors": "联想回忆，2 到 6 项，每项三个 6 位向量",
    "simulated world of 4 characters, 3 objects and 5 rooms; 7,000 statements and 3,000 questions"
    " for training, as many again for testing":
        "模拟世界：4 个角色、3 件物品、5 个房间；训练用 7,000 句陈述与 3,000 个问题，测试同样多",
    "simulated world, difficulty 1, questions on persons": "模拟世界，难度 1，关于人物的问题",
    "Penn Treebank, words": "Penn Treebank，词级",
    "WMT'14 English-German, newstest2013": "WMT'14 英德，newstest2013",
    "CelebA-HQ, 256 pixels": "CelebA-HQ，256 像素", "ImageNet at 32 pixels": "ImageNet，32 像素",
    "captions of the MS-COCO validation set": "MS-COCO 验证集的图像说明",
    "Real Driving Scenes (in-house), 128 x 256": "Real Driving Scenes（内部数据），128 x 256",
    "256 x 256 clips": "256 x 256 的片段", "CIFAR-10, ImageNet and others": "CIFAR-10、ImageNet 等",
    "simulated PDE data, Burgers family": "模拟的偏微分方程数据，Burgers 方程族",
    "mC4, 101 languages": "mC4，101 种语言",
    "in-house corpus, 102 languages to English": "内部语料，102 种语言译成英语",
    "eight transfer data sets": "八个迁移数据集",
    "synthetic data, Alexa audio, MNIST, FEMNIST, Sent140": "合成数据、Alexa 音频、MNIST、FEMNIST、Sent140",
    "several architectures and tasks": "若干架构与任务", "piecewise quadratic example": "分段二次的例子",
    "forward-backward, Douglas-Rachford, ADMM": "前向-后向、Douglas-Rachford、ADMM 算法",
    "hyper-grid, 4 dimensions, side 8": "超网格，4 维，边长 8",
    "Bayesian networks of 5 nodes, 100 observations": "5 个节点的贝叶斯网络，100 个观测",
    "GSM8K and other word problems": "GSM8K 与其他应用题", "public benchmarks": "公开基准",
    "open text prompts": "开放的文本提示",
    "last-letter concatenation, lists of 12": "末字母拼接，12 个词的列表",
    "12 tasks in Minecraft": "Minecraft 中的 12 个任务",
    "16 image and video benchmarks": "16 个图像与视频基准",
    "simulated robots and Atari games": "模拟机器人与 Atari 游戏",
    "Bernoulli bandit, FrozenLake and Gym tasks with added randomness":
        "伯努利老虎机、FrozenLake 与加入随机性的 Gym 任务",
    "MuJoCo and DeepMind Control tasks": "MuJoCo 与 DeepMind Control 任务",
    "blocks of Google's accelerators": "谷歌加速器的模块", "4 by 4 matrices modulo 2": "模 2 的 4×4 矩阵",
    "4 by 4 matrices": "4×4 矩阵", "5 by 5 matrices modulo 2": "模 2 的 5×5 矩阵",
    "matrices of size 8192 on V100 and TPU v2": "V100 与 TPU v2 上 8192 阶的矩阵",
    "30 classes of UCF-101": "UCF-101 的 30 类",
    "Something-Something V2 and Kinetics-400": "Something-Something V2 与 Kinetics-400",
    "UCF-101 and Sky Time-lapse": "UCF-101 与 Sky Time-lapse", "PhotoShape and ABO": "PhotoShape 与 ABO",
    "NBA SportVU, ETH-UCY and SDD": "NBA SportVU、ETH-UCY 与 SDD", "QM9 and Drugs": "QM9 与 Drugs",
}  # fmt: skip

_ZH = _METRICS | _UNITS | _SPREADS | _VALUES | _DATA


def term_in(language: str, text: str) -> str:
    """A metric, unit, spread, data set or worded value of a claim in a language; a name stays as it is.

    >>> term_in("zh", "top-1 accuracy"), term_in("en", "top-1 accuracy"), term_in("zh", "Kinetics-400")
    ('top-1 准确率', 'top-1 accuracy', 'Kinetics-400')
    """
    return _ZH.get(text, text) if language == "zh" else text


def value_in(language: str, claim: Mapping[str, Any]) -> str:
    """The value of a claim as the paper prints it, with spread and unit.

    >>> value_in("zh", {"value": 225, "spread": {"value": 2}, "unit": "nats"})
    '225 ± 2 奈特'
    """
    value = claim["value"]
    number = term_in(language, value) if isinstance(value, str) else f"{value:g}"
    spread = f"± {claim['spread']['value']:g}" if claim.get("spread") else ""
    unit = term_in(language, claim["unit"]) if claim.get("unit") else ""
    return " ".join(filter(None, (number, spread, unit)))
