// The reference lives on this server alone: no fonts, proxies, telemetry, or services from elsewhere. The page's
// Content-Security-Policy would stop them too.
document.querySelector('.wait').remove()

Scalar.createApiReference('#reference', {
  sources: JSON.parse(document.querySelector('#reference').dataset.sources),
  // Calls go to where this page came from, whatever the settings call it, so that no other origin is involved.
  servers: [{ url: location.origin }],
  authentication: {
    preferredSecurityScheme: 'apiKey',
    securitySchemes: { apiKey: { username: 'YOUR_API_KEY', password: '' } },
  },
  persistAuth: false,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  hideDarkModeToggle: true,
  theme: 'none',
  layout: 'modern',
  documentDownloadType: 'none',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  defaultOpenFirstTag: true,
  operationTitleSource: 'summary',
  metaData: { title: document.title },
})
