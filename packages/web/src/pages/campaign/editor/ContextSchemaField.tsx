import type { ContextSchema } from '@chappe/core/campaign/schema'
import { Button, ButtonGroup } from '@react-spectrum/s2'
import { useState } from 'react'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { CodeField } from '../code/CodeField.tsx'
import { useDraft } from '../draft/useDraft.tsx'
import { readObject, schemaRows } from './schema-rows.ts'
import { sayType } from './types.ts'

const asText = (schema: ContextSchema) => JSON.stringify(schema, null, 2)

/** The values that a call brings along: inferred from the content, or as somebody wrote them down. */
export function ContextSchemaField() {
  const t = useText()
  const { definition, review, isReadOnly, change } = useDraft()
  const { context } = definition
  const own = context.schema
  const inferred = review?.contextSchema ?? {}
  const rows = schemaRows(own ?? inferred)
  const hasExamples = rows.some(({ example }) => example !== '')
  const set = (schema: ContextSchema | null) => change({ context: { ...context, schema } })

  return (
    <section className={page.stack} data-field="contextSchema">
      <div className={page.spread}>
        <h2 className={page.heading}>{t('campaign.context')}</h2>
        {!isReadOnly && (
          <ButtonGroup>
            {own === null ? (
              <Button variant="secondary" size="S" isDisabled={!review} onPress={() => set(inferred)}>
                {t('campaign.context.write')}
              </Button>
            ) : (
              <Button variant="secondary" size="S" onPress={() => set(null)}>
                {t('campaign.context.infer')}
              </Button>
            )}
          </ButtonGroup>
        )}
      </div>
      <p className={page.quiet}>{t(own === null ? 'campaign.context.inferred' : 'campaign.context.own')}</p>
      {rows.length > 0 ? (
        <Scroller label={t('campaign.context')} className={page.scroller}>
          <table className={page.table}>
            <caption className={page.hidden}>{t('campaign.context')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('campaign.context.variable')}</th>
                <th scope="col">{t('campaign.context.type')}</th>
                <th scope="col">{t('campaign.context.required')}</th>
                {hasExamples && <th scope="col">{t('campaign.context.example')}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ path, type, required, example }) => (
                <tr key={path}>
                  <td className={page.code}>context.{path}</td>
                  <td>{sayType(t, type)}</td>
                  <td>{t(required ? 'campaign.yes' : 'campaign.no')}</td>
                  {hasExamples && <td className={page.code}>{example}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      ) : (
        <p className={page.words}>{t('campaign.context.none')}</p>
      )}
      {own !== null && <SchemaEditor schema={own} isReadOnly={isReadOnly} onChange={set} />}
    </section>
  )
}

interface SchemaEditorProps {
  schema: ContextSchema
  isReadOnly: boolean
  onChange: (schema: ContextSchema) => void
}

/** What is typed is kept here until it is a JSON object again. */
function SchemaEditor({ schema, isReadOnly, onChange }: SchemaEditorProps) {
  const t = useText()
  const [typed, setTyped] = useState<string>()
  const text = typed ?? asText(schema)
  const read = readObject(text)
  return (
    <CodeField
      label={t('campaign.context.schema')}
      help={t('campaign.context.schema.help')}
      language="json"
      value={text}
      isReadOnly={isReadOnly}
      mistake={read.ok ? undefined : t('campaign.json.mistake', { mistake: read.mistake })}
      onChange={(next) => {
        setTyped(next)
        const now = readObject(next)
        if (now.ok) onChange(now.value)
      }}
    />
  )
}
