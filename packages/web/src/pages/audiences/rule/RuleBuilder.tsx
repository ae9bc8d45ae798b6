import { type Group, ruleLimits } from '@chappe/core/audience/rule'
import { sentence } from '@chappe/core/audience/sentence'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { type Building, BuildingContext, type Place } from './Building.ts'
import { GroupView } from './GroupView.tsx'
import { newCondition } from './operators.ts'
import css from './rule.module.css'
import * as tree from './tree.ts'
import { onUndoKeys, UndoButtons } from './UndoButtons.tsx'
import { useNames } from './useNames.ts'
import { useTree } from './useTree.ts'
import { useVocabulary } from './useVocabulary.ts'

interface Props {
  /** The rule to begin with; give the builder another key for another one. */
  rule: Group
  /** The audience that is being defined. */
  self?: string
  isReadOnly: boolean
  onChange: (rule: Group) => void
}

/** Builds a rule: groups and conditions as a tree, moved by mouse and by keyboard, and the sentence that it makes. */
export function RuleBuilder({ rule, self, isReadOnly, onChange }: Props) {
  const t = useText()
  const vocabulary = useVocabulary()
  const names = useNames(rule, vocabulary)
  const edited = useTree(
    () => tree.planted(rule),
    (root) => onChange(tree.ruleOf(root)),
  )
  const { root, change, now } = edited
  const [dragged, drag] = useState<string | null>(null)
  const [over, hover] = useState<Place | null>(null)
  const [said, announce] = useState('')
  const frame = useRef<HTMLDivElement>(null)
  const focus = useFocus(frame)
  const { conditions } = tree.sizeOf(root)
  const isFull = conditions >= ruleLimits.conditions

  const say = useCallback(
    (node: tree.RuleNode) =>
      sentence(node.kind === 'group' ? tree.ruleOf(node) : node.condition, t.locale, names),
    [t, names],
  )
  const whereIs = useCallback(
    (key: string) => {
      const spot = tree.spotOf(now(), key)
      const node = tree.find(now(), key)
      if (!spot || !node) return ''
      return t('audiences.moved', {
        name: say(node),
        place: spot.index + 1,
        count: spot.group.nodes.length,
      })
    },
    [now, say, t],
  )

  const building = useMemo<Building>(
    () => ({
      vocabulary,
      self,
      isReadOnly,
      dragged,
      over,
      isFull,
      say,
      canStep: (key, by) => tree.canStep(root, key, by),
      edit: (key, condition) =>
        change((at) => tree.change(at, key, () => ({ kind: 'condition', key, condition })), key),
      join: (key, how) =>
        change((at) => tree.change(at, key, (node) => ({ ...node, ...how }) as tree.RuleNode)),
      add: (group, what) => {
        const node = what === 'group' ? tree.groupNode() : tree.conditionNode(newCondition(what))
        change((at) => {
          const parent = tree.find(at, group)
          return tree.insert(at, group, parent?.kind === 'group' ? parent.nodes.length : 0, node)
        })
        announce(t(what === 'group' ? 'audiences.added.group' : 'audiences.added'))
        focus(node.key, 'fields')
      },
      remove: (key) => {
        const spot = tree.spotOf(now(), key)
        const node = tree.find(now(), key)
        if (!spot || !node) return
        const next = spot.group.nodes[spot.index + 1] ?? spot.group.nodes[spot.index - 1]
        announce(t('audiences.removed', { name: say(node) }))
        change((at) => tree.remove(at, key))
        if (next) focus(next.key, 'tools')
        else focus(spot.group.key, 'add')
      },
      duplicate: (key) => {
        const made = tree.duplicate(now(), key)
        if (!made || tree.excess(made.root)) return announce(t('audiences.limit.conditions', limits))
        change(() => made.root)
        announce(t('audiences.duplicated'))
        focus(made.copy.key, 'tools')
      },
      step: (key, by) => {
        const next = tree.step(now(), key, by)
        if (next === now()) return announce(t('audiences.moved.not'))
        if (tree.excess(next)) return announce(t('audiences.limit.depth', limits))
        change(() => next)
        announce(whereIs(key))
        focus(key, by)
      },
      drag: (key) => {
        drag(key)
        if (key === null) hover(null)
      },
      hover: (place) =>
        hover((before) =>
          before?.group === place?.group && before?.index === place?.index ? before : place,
        ),
      drop: () => {
        if (dragged !== null && over !== null) {
          const next = tree.move(now(), dragged, over.group, over.index)
          if (tree.excess(next)) announce(t('audiences.limit.depth', limits))
          else {
            change(() => next)
            announce(whereIs(dragged))
          }
        }
        drag(null)
        hover(null)
      },
    }),
    [vocabulary, self, isReadOnly, dragged, over, isFull, say, root, change, now, t, whereIs, focus],
  )

  return (
    <BuildingContext value={building}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys for what the buttons do too */}
      <div
        ref={frame}
        tabIndex={-1}
        className={`${page.stack} ${css.frame}`}
        onKeyDown={(event) => onUndoKeys(event, edited)}
      >
        <section className={css.sentence} aria-label={t('audiences.sentence')}>
          <p>{sentence(rule, t.locale, names)}</p>
        </section>
        <div className={css.bar}>
          <h2 className={page.heading}>{t('audiences.rule')}</h2>
          <span className={page.quiet}>
            {t('audiences.conditions', { count: conditions, most: ruleLimits.conditions })}
          </span>
          {!isReadOnly && <UndoButtons {...edited} />}
        </div>
        <div className={css.root} data-node={root.key}>
          <GroupView node={root} depth={1} isRoot />
        </div>
        {isFull && <p className={page.quiet}>{t('audiences.limit.conditions', limits)}</p>}
        <div className="sr-only" role="status" aria-live="polite">
          {said}
        </div>
      </div>
    </BuildingContext>
  )
}

const limits = { conditions: ruleLimits.conditions, depth: ruleLimits.depth }

type Aim = 'fields' | 'tools' | 'add' | 'up' | 'down'

/** Takes the focus to a part once it is drawn where it now stands. */
function useFocus(frame: React.RefObject<HTMLElement | null>) {
  const [wanted, want] = useState<{ key: string; aim: Aim } | null>(null)
  useEffect(() => {
    if (!wanted) return
    want(null)
    const part = frame.current?.querySelector(`[data-node="${wanted.key}"]`)
    targetOf(part, wanted.key, wanted.aim)?.focus()
  }, [wanted, frame])
  return useCallback((key: string, aim: Aim) => want({ key, aim }), [])
}

const enabled = ':not([disabled])'

function targetOf(part: Element | null | undefined, key: string, aim: Aim): HTMLElement | null | undefined {
  const tools = part?.querySelector<HTMLElement>('[role=toolbar]')
  const [up, down] = tools?.querySelectorAll<HTMLElement>('button') ?? []
  const firstTool = tools?.querySelector<HTMLElement>(`button${enabled}`)
  switch (aim) {
    case 'fields':
      return (
        part?.querySelector<HTMLElement>(`input${enabled}`) ??
        [...(part?.querySelectorAll<HTMLElement>(`button${enabled}`) ?? [])].find(
          (one) => !tools?.contains(one),
        )
      )
    case 'tools':
      return firstTool
    case 'add':
      return document.querySelector<HTMLElement>(`[data-add="${key}"]`)
    default: {
      const same = aim === 'up' ? up : down
      return same?.matches(enabled) ? same : firstTool
    }
  }
}
