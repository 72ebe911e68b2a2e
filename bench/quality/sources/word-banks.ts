import type { Language } from './model.ts';

/** WordBank holds parts of sentences (subject, predicate, object, where or how) and titles; `|` stands between the choices. */
export interface WordBank {
  readonly parts: readonly [string, string, string, string];
  readonly blank: string;
  readonly stop: string;
  readonly titles: string;
  readonly labels: { readonly table: string; readonly figure: string; readonly contents: string };
}

/** wordBanks are the words of each language. */
export const wordBanks: Readonly<Record<Language, WordBank>> = {
  en: {
    parts: [
      'The committee | Every second station | A recent survey of the valley | The maintenance team | Each of the older pumps | Our regional office | The revised procedure | An independent reviewer',
      'examined | has since replaced | could not confirm | describes in detail | significantly reduced | will eventually require | reported (see above) | documented',
      'the annual water balance | more than forty measurements | the remaining responsibilities | several unexpected differences | the long-term storage capacity | an efficient configuration | the classification of materials | all of the affected buildings',
      'before the end of the winter | without any additional funding | in three of the five districts | under comparable conditions | although the weather was poor | according to the first estimate | with the exception of the northern area | by means of a simple questionnaire',
    ],
    blank: ' ',
    stop: '.',
    titles:
      'Introduction | Materials and methods | Results of the survey | Water supply | Responsibilities | Discussion | Maintenance and repair | Outlook | Safety instructions | Summary',
    labels: { table: 'Table', figure: 'Figure', contents: 'Contents' },
  },
  de: {
    parts: [
      'Die Arbeitsgruppe | Jede zweite Messstelle | Eine neuere Untersuchung | Das Wartungspersonal | Der Verwaltungsrat | Die überarbeitete Vorschrift | Unsere Zweigstelle | Ein unabhängiger Gutachter',
      'prüfte | beschreibt ausführlich | ersetzte inzwischen | konnte nicht bestätigen | verringerte erheblich | benötigt voraussichtlich | dokumentierte | veröffentlichte',
      'die jährliche Wasserbilanz | mehr als vierzig Einzelmessungen | die verbleibenden Zuständigkeiten | mehrere unerwartete Abweichungen | die langfristige Speicherfähigkeit | eine leistungsfähige Zusammenstellung | die Werkstoffbezeichnungen | sämtliche betroffenen Gebäude',
      'vor dem Ende des Winters | ohne zusätzliche Haushaltsmittel | in drei der fünf Landkreise | unter vergleichbaren Bedingungen | trotz der schlechten Witterung | nach einer ersten Schätzung | mit Ausnahme des nördlichen Bereichs | mithilfe eines einfachen Fragebogens',
    ],
    blank: ' ',
    stop: '.',
    titles:
      'Einleitung | Werkstoffe und Verfahren | Ergebnisse der Erhebung | Wasserversorgung | Zuständigkeiten | Erörterung | Wartung und Instandsetzung | Ausblick | Sicherheitshinweise | Zusammenfassung',
    labels: { table: 'Tabelle', figure: 'Abbildung', contents: 'Inhalt' },
  },
  fr: {
    parts: [
      'Le comité de suivi | Chaque station de mesure | Une étude récente | L’équipe d’entretien | Notre bureau régional | La procédure révisée | Un expert indépendant | Le conseil d’administration',
      'a examiné | décrit en détail | a depuis remplacé | n’a pas pu confirmer | réduit sensiblement | exigera à terme | a documenté | a publié',
      'le bilan hydrique annuel | plus de quarante mesures | les responsabilités restantes | plusieurs écarts inattendus | la capacité de stockage | une configuration efficace | la classification des matériaux | tous les bâtiments concernés',
      'avant la fin de l’hiver | sans financement supplémentaire | dans trois des cinq districts | dans des conditions comparables | malgré le mauvais temps | selon une première estimation | à l’exception de la zone nord | à l’aide d’un simple questionnaire',
    ],
    blank: ' ',
    stop: '.',
    titles:
      'Introduction | Matériaux et méthodes | Résultats de l’enquête | Alimentation en eau | Responsabilités | Discussion | Entretien et réparation | Perspectives | Consignes de sécurité | Résumé',
    labels: { table: 'Tableau', figure: 'Figure', contents: 'Sommaire' },
  },
  ru: {
    parts: [
      'Рабочая группа | Каждая вторая станция | Независимая комиссия | Служба эксплуатации | Районная администрация | Новая методика | Проверочная организация | Недавняя экспертиза',
      'исследовала | подробно описывает | впоследствии заменила | не смогла подтвердить | существенно сократила | опубликовала | зафиксировала | рассмотрела',
      'годовой водный баланс | более сорока измерений | оставшиеся обязанности | несколько неожиданных расхождений | долгосрочную ёмкость хранилища | классификацию материалов | все пострадавшие здания | первоначальные показатели',
      'до окончания зимнего периода | без дополнительного финансирования | в трёх из пяти районов | при сопоставимых условиях | несмотря на плохую погоду | согласно первой оценке | за исключением северной части | с помощью простого опроса',
    ],
    blank: ' ',
    stop: '.',
    titles:
      'Введение | Материалы и методы | Результаты обследования | Водоснабжение | Обязанности | Обсуждение | Обслуживание и ремонт | Перспективы | Правила безопасности | Заключение',
    labels: { table: 'Таблица', figure: 'Рисунок', contents: 'Содержание' },
  },
  zh: {
    parts: [
      '项目工作组 | 各地监测站 | 独立评审专家 | 维护团队 | 地区办事处 | 修订后的规程 | 近期的一项调查 | 管理委员会',
      '详细记录了 | 重新评估了 | 显著降低了 | 尚未确认 | 已经替换 | 逐项分析了 | 公布了 | 系统地描述了',
      '年度水量平衡 | 四十余次测量结果 | 其余部门的职责 | 若干意外的差异 | 长期蓄水能力 | 材料的分类标准 | 全部受影响的建筑 | 二〇二四年的初步数据',
      '，并在冬季结束前完成验收 | ，没有增加任何预算 | ，范围覆盖五个县中的三个 | ，所用条件基本一致 | ，尽管当时天气不佳 | ，结论与第一次估算相符 | ，但北部地区除外 | ，所用方法是一份简单的问卷',
    ],
    blank: '',
    stop: '。',
    titles: '引言 | 材料与方法 | 调查结果 | 供水系统 | 职责分工 | 讨论 | 维护与修理 | 展望 | 安全须知 | 总结',
    labels: { table: '表', figure: '图', contents: '目录' },
  },
  ja: {
    parts: [
      '作業部会は | 各観測所は | 独立した審査員は | 保守チームは | 地方事務所は | 改訂された手順は | 最近の調査は | 管理委員会は',
      '年間の水収支を | 四十回以上の測定結果を | 残りの担当業務を | いくつかの予想外の差異を | 長期的な貯水能力を | 材料の分類基準を | 影響を受けたすべての建物を | 初期のデータを',
      '冬の終わりまでに | 追加の予算なしに | 五つの地区のうち三つで | 同じ条件の下で | 悪天候にもかかわらず | 最初の見積もりに従って | 北部地域を除いて | 簡単なアンケートによって',
      '詳しく記録した | 再評価した | 大幅に減らした | 確認できなかった | 交換した | 分析した | 公表した | 体系的に説明した',
    ],
    blank: '',
    stop: '。',
    titles:
      'はじめに | 材料と方法 | 調査の結果 | 給水システム | 役割分担 | 考察 | 保守と修理 | 今後の展望 | 安全上の注意 | まとめ',
    labels: { table: '表', figure: '図', contents: '目次' },
  },
  ko: {
    parts: [
      '작업 그룹은 | 각 관측소는 | 독립 심사위원은 | 유지보수 팀은 | 지역 사무소는 | 개정된 절차는 | 최근의 조사는 | 관리 위원회는',
      '연간 물 수지를 | 마흔 번 이상의 측정 결과를 | 나머지 담당 업무를 | 예상하지 못한 차이를 | 장기 저장 능력을 | 재료의 분류 기준을 | 영향을 받은 모든 건물을 | 초기 자료를',
      '겨울이 끝나기 전에 | 추가 예산 없이 | 다섯 지역 중 세 곳에서 | 같은 조건에서 | 나쁜 날씨에도 불구하고 | 첫 번째 추정에 따라 | 북부 지역을 제외하고 | 간단한 설문을 통해',
      '자세히 기록했다 | 다시 평가했다 | 크게 줄였다 | 확인하지 못했다 | 교체했다 | 분석했다 | 발표했다 | 체계적으로 설명했다',
    ],
    blank: ' ',
    stop: '.',
    titles:
      '서론 | 재료와 방법 | 조사 결과 | 급수 시스템 | 역할 분담 | 논의 | 유지보수와 수리 | 전망 | 안전 수칙 | 요약',
    labels: { table: '표', figure: '그림', contents: '목차' },
  },
  ar: {
    parts: [
      'قامت اللجنة المختصة | قامت كل محطة ثانية | قامت هيئة مستقلة | قامت فرقة الصيانة | قامت الإدارة الإقليمية | قامت الجهة المنفذة | قامت دراسة حديثة | قامت المجموعة الاستشارية',
      'بفحص | بوصف | بتوثيق | بمراجعة | بتقييم | بنشر | بتحليل | بتسجيل',
      'الميزان المائي السنوي | أكثر من أربعين قياسا | المسؤوليات المتبقية | عدة فروق غير متوقعة | سعة التخزين طويلة الأمد | تصنيف المواد المستخدمة | جميع المباني المتضررة | البيانات الأولية للمشروع',
      'قبل نهاية فصل الشتاء | دون تمويل إضافي | في ثلاث من خمس مناطق | في ظروف مماثلة | رغم سوء الأحوال الجوية | وفقا للتقدير الأول | باستثناء المنطقة الشمالية | باستخدام استبيان بسيط',
    ],
    blank: ' ',
    stop: '.',
    titles:
      'مقدمة | المواد والطرق | نتائج المسح | إمدادات المياه | المسؤوليات | المناقشة | الصيانة والإصلاح | النظرة المستقبلية | تعليمات السلامة | الخلاصة',
    labels: { table: 'جدول', figure: 'شكل', contents: 'المحتويات' },
  },
};
