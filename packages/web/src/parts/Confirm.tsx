import { AlertDialog } from '@react-spectrum/s2'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { useText } from '../text.ts'
import { DialogContainer } from './DialogContainer.tsx'

export interface Question {
  title: string
  /** What will happen, in words. */
  body: ReactNode
  /** The label of the button that goes on. */
  action: string
  tone?: 'confirmation' | 'destructive' | 'warning'
}

type Ask = (question: Question) => Promise<boolean>

const Context = createContext<Ask>(() => Promise.resolve(false))

/** `const confirm = useConfirm()`, then `if (await confirm({ title, body, action })) …`. */
export const useConfirm = (): Ask => useContext(Context)

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const t = useText()
  const [question, setQuestion] = useState<Question | null>(null)
  const answer = useRef<(yes: boolean) => void>(() => {})

  const ask = useCallback<Ask>((next) => {
    answer.current(false)
    setQuestion(next)
    return new Promise((resolve) => {
      answer.current = resolve
    })
  }, [])
  const close = (yes: boolean) => {
    answer.current(yes)
    setQuestion(null)
  }

  return (
    <Context value={ask}>
      {children}
      {/* The dialog dismisses itself before it says which button was pressed: the button answers first. */}
      <DialogContainer onDismiss={() => queueMicrotask(() => close(false))}>
        {question && (
          <AlertDialog
            title={question.title}
            variant={question.tone ?? 'confirmation'}
            primaryActionLabel={question.action}
            cancelLabel={t('common.cancel')}
            autoFocusButton={question.tone === 'destructive' ? 'cancel' : 'primary'}
            onPrimaryAction={() => close(true)}
            onCancel={() => close(false)}
          >
            {question.body}
          </AlertDialog>
        )}
      </DialogContainer>
    </Context>
  )
}
