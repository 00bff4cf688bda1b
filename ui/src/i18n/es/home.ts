import type { Messages } from '../language.ts';

export const home: Messages['home'] = {
  revenue_today: 'Ingresos de hoy',
  orders_today: 'Pedidos',
  average_order: 'Pedido medio',
  live_campaigns: 'Campañas activas',
  against_yesterday: 'respecto a ayer a esta hora',
  running: 'En marcha ahora',
  nothing_running: 'No hay nada en marcha',
  nothing_running_text: 'Aquí se ve el avance de importaciones, recálculos y campañas.',
  attention: 'Requiere atención',
  all_well: 'Todo va bien',
  all_well_text: 'Aquí aparecen errores, sincronizaciones atrasadas y trabajos abandonados.',
  revenue_by_kind: 'Ingresos por tipo de campaña',
  kind: {
    publishing: 'Publicación',
    discounts: 'Descuentos',
    messages: 'Mensajes',
    ads: 'Anuncios',
    none: 'Sin campaña',
  },
};
