import type { ExportWords } from './words.ts';

/** German. */
export const GERMAN_WORDS: ExportWords = {
  lang: 'de',
  title: 'Ein eigener Kubernetes-Scheduler',
  description:
    'Sieh zu, wie ein Scheduler Pods platziert, halte ihn an und sieh einen Pod ohne ein einziges Ereignis hängen, sperre alle Nodes und gib sie wieder frei.',
  minutes: (minutes) => `etwa ${minutes} Minuten`,
  checks: '**Check** ist bestanden, wenn dies stimmt:',
  hints: 'Kommst du nicht weiter?',
  questions: 'Was du dich vielleicht fragst',
  answer: 'Antwort',
  waitFor: (what) => `Warte einen Moment, bis dies stimmt: _${what}_.`,
  wait: 'Warte so lange, und sieh, was nicht geschieht:',
  clear: 'Räume zuerst auf, was frühere Schritte hinterlassen haben:',
  secondTab:
    '**In Tab 2** (das `+`{{}} neben Tab 1 öffnet ihn) starte deinen Scheduler. Er läuft dort weiter und sagt mit eigenen Worten, was er tut:',
  secondTabAgain:
    '**In Tab 2**: Dies hält deinen Scheduler an und startet ihn so, wie er nun gebraucht wird:',
  secondTabStop: '**In Tab 2** halte deinen Scheduler mit Strg-C an (ein Klick hierauf tut es):',
  firstTab: 'Nun **in Tab 1**:',
  configuration: 'Dies wird die Konfiguration deines Schedulers; einer, der mit ihr läuft, liest sie neu:',
  verdicts: 'Jeder Node mit seinem Urteil und dem Grund:',
  killercodaIntro: `Der Cluster, den du in Schritt 1 machst, ist **eingebettet**: kubectl-minisched bedient die API in einem eigenen Prozess, und seine vier Nodes sind **simuliert**. kubectl und dein
Scheduler arbeiten damit wie mit jedem anderen Cluster; nur wo ein echtes Kubelet Container startet, sagt ein simuliertes das und startet keine. (Das Kubernetes, das diese
Maschine mitbringt, hat einen Node, zu wenige, um zu wählen. Es bleibt, wie es ist.)

Das Terminal sagt, wenn alles installiert ist. Zeilen, auf die du klicken kannst, laufen in dem Tab, den du gerade siehst.`,
  killercodaInstalling: 'kubectl-minisched wird installiert; das dauert ein bis zwei Minuten',
  killercodaReady: 'Fertig. kubectl minisched --help zeigt, was es gibt.',
  killercodaFailed: 'Die Installation ist gescheitert. Die letzten Zeilen des Versuchs:',
  killercodaFinish: `Du hast gesehen, was ein Scheduler tut, und was geschieht, wenn er es nicht tut.

- \`kubectl minisched workshop --lang de\`{{}} spielt dieselben Schritte und weitere auf einem ganzen Bildschirm, auf deiner eigenen Maschine: auf einem echten Cluster von kind oder einem eingebetteten.
- \`kubectl minisched workshop run --verify\`{{}} spielt sie in einem Zug und sammelt die Nachweise zum Abgeben.
- \`kubectl minisched init DIR\`{{}} beginnt einen eigenen Scheduler.`,
  site: {
    intro:
      'Du machst einen Cluster mit vier Nodes, siehst deinem eigenen Scheduler zu, wie er Pods platziert, hältst ihn an und siehst einen Pod ohne ein einziges Ereignis hängen, startest ihn und siehst, dass nichts verloren ging, sperrst alle Nodes und gibst sie wieder frei. Du kannst diese Seiten nur lesen, mittippen, oder die Schritte für dich spielen lassen.',
    core: 'Der Workshop',
    more: 'Und mehr',
    step: (number) => `Schritt ${number}`,
    previous: 'Zurück',
    next: 'Weiter',
    checks: 'Dies stimmt am Ende',
    copy: 'Kopieren',
    copied: 'Kopiert',
    schedulerStart:
      'Starte in einem zweiten Terminal deinen Scheduler (einer, der dort läuft, wird zuvor angehalten):',
    schedulerStop: 'Halte im zweiten Terminal deinen Scheduler mit Strg-C an.',
    schedulerConfigure: (file) =>
      `Kopiere \`${file}\` über die Datei, mit der dein Scheduler gestartet wurde; er liest sie neu.`,
    ensureCluster:
      'Der Cluster, falls es noch keinen gibt (`kind` statt `embedded`, wo Docker und kind da sind):',
    hold: (time, what) => `${time} lang bleibt dies wahr: _${what}_.`,
    picture: (resource) =>
      `Sieh, wie viel \`${resource}\` auf jedem Node verlangt ist, und von welchen Pods:`,
    trace: (pod) => `Was mit \`${pod}\` geschah, der Reihe nach:`,
    verdictsOf: (pod) => `Was der Scheduler für \`${pod}\` von jedem Node hält:`,
    playAll: 'Alles, für dich gespielt:',
    playStep: 'Lass diesen Schritt für dich spielen und prüfen:',
    examples:
      'Namen von Nodes, der Kontext und Mengen von cpu auf diesen Seiten sind die eines eingebetteten Clusters namens sched-workshop.',
    onKind: 'auf einem kind-Cluster',
    onEmbedded: 'auf einem eingebetteten Cluster',
    onOther: 'auf einem anderen Cluster',
    withPolicy: (policy) => `mit --policy ${policy}`,
    withoutCluster: 'solange kein Cluster da ist',
    ifTrue: (line) => `nur wo dies gelingt: ${line}`,
    picturesOf: [
      'Der Workshop auf einem ganzen Bildschirm: die Schritte, die Befehle mit ihrer Ausgabe, und was der Scheduler sagt',
      'Der Bildschirm von kubectl minisched serve: Nodes, Entscheidungen, und ein Pod, der wartet, mit dem Grund',
      'Die Seite eines Pods: jeder Node mit seinem Urteil und seiner Punktzahl',
    ],
  },
};
