import { Provider, ToastContainer } from '@react-spectrum/s2'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { IntlProvider } from 'react-intl'
import { queryClient, whenSignedOut } from './data.ts'
import { catalogs, tagOf } from './messages/index.ts'
import { ConfirmProvider } from './parts/Confirm.tsx'
import { leaveForSignIn, router, spectrumRouter } from './routes.tsx'
import { useSettings } from './settings.ts'

// What the former session could see goes once its pages are gone.
whenSignedOut(() => void leaveForSignIn().then(() => queryClient.clear()))

export function App() {
  const { locale, colorScheme } = useSettings()
  return (
    <IntlProvider locale={tagOf[locale]} defaultLocale="en-US" messages={catalogs[locale]}>
      <Provider
        locale={tagOf[locale]}
        router={spectrumRouter}
        {...(colorScheme !== 'system' && { colorScheme })}
        UNSAFE_className="app"
      >
        <QueryClientProvider client={queryClient}>
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
          <ToastContainer placement="bottom" />
        </QueryClientProvider>
      </Provider>
    </IntlProvider>
  )
}
